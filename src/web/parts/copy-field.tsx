import { Code, Group, Text } from '@mantine/core';
import { useAct } from '../notices/use-act.js';
import { useNotify } from '../notices/notices.js';
import { useTexts } from '../texts/texts.js';
import { ActionButton } from './action-button.js';
import classes from './copy-field.module.css';

/** A text that somebody needs elsewhere, with a button that puts it on the clipboard. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const { copying: words } = useTexts();
  const act = useAct();
  const notify = useNotify();

  async function copy(): Promise<string | null> {
    try {
      await navigator.clipboard.writeText(value);
      return words.copied(label);
    } catch {
      notify('failed', words.failed);
      return null;
    }
  }

  return (
    <div>
      <Text size="sm" fw={500}>
        {label}
      </Text>
      <Group gap="xs">
        <Code className={classes.value}>{value}</Code>
        <ActionButton size="xs" label={words.copy} name={words.copyOf(label)} onPress={() => act(copy)} />
      </Group>
    </div>
  );
}
