import { Text } from '@mantine/core';
import { dayWords, timeWords } from '../parts/figures.js';
import { useSpeech } from '../texts/texts.js';

const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/;
const DATE = /^\d{4}-\d\d-\d\d$/;

/** A value of a record, as people read it. */
export function FieldValue({ value }: { value: unknown }) {
  const { texts, language } = useSpeech();
  const { integration: words } = texts;
  if (value === null || value === undefined || value === '')
    return (
      <Text c="dimmed" size="sm">
        –
      </Text>
    );
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'number') return value.toLocaleString(language);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (TIME.test(text)) return <time dateTime={text}>{timeWords(language, new Date(text))}</time>;
  if (DATE.test(text)) return <time dateTime={text}>{dayWords(language, new Date(text))}</time>;
  return (
    <Text size="sm" lineClamp={2} maw="24rem" component="span">
      {text}
    </Text>
  );
}
