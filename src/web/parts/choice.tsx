import { NativeSelect } from '@mantine/core';
import { useTexts } from '../texts/texts.js';
import { useParameter } from './use-parameter.js';

interface Props<Value extends string> {
  label: string;
  /** Those to choose from, with their words; another in the address counts as none. */
  options: Readonly<Record<Value, string>>;
  value: Value | null;
  onChoose: (value: string | null) => void;
}

/** Shows all, or only what is of one kind. */
export function Choice<Value extends string>({ label, options, value, onChoose }: Props<Value>) {
  const { all } = useTexts();
  const known = Object.entries<string>(options).map(([option, words]) => ({ value: option, label: words }));
  return (
    <NativeSelect
      size="xs"
      label={label}
      value={value ?? ''}
      data={[{ value: '', label: all }, ...known]}
      onChange={({ currentTarget }) => onChoose(currentTarget.value === '' ? null : currentTarget.value)}
    />
  );
}

/** The choice that the address makes. */
export function useChoice<Value extends string>(
  name: string,
  options: Readonly<Record<Value, string>>,
): [Value | null, (value: string | null) => void] {
  const [given, set] = useParameter(name);
  const isOption = (value: string): value is Value => Object.hasOwn(options, value);
  return [given !== null && isOption(given) ? given : null, set];
}
