import { NativeSelect } from '@mantine/core';

interface Props<Value extends string> {
  label: string;
  /** What the choice of nothing is called. */
  all: string;
  value: Value | null;
  values: readonly Value[];
  /** A value in words. */
  nameOf: (value: Value) => string;
  onChoose: (value: Value | null) => void;
}

/** One of some, or all: for filters. */
export function Choice<Value extends string>({ label, all, value, values, nameOf, onChoose }: Props<Value>) {
  return (
    <NativeSelect
      label={label}
      value={value ?? ''}
      data={[{ value: '', label: all }, ...values.map((one) => ({ value: one, label: nameOf(one) }))]}
      onChange={({ currentTarget }) => onChoose(values.find((one) => one === currentTarget.value) ?? null)}
    />
  );
}
