import { NativeSelect } from '@mantine/core';
import { useTexts } from '../texts/texts.js';

interface Props {
  models: readonly string[];
  value: string;
  onChoose: (model: string) => void;
}

/** Which model's records are shown: they have columns of their own. */
export function ModelChoice({ models, value, onChoose }: Props) {
  const { integration: words, model } = useTexts();
  return (
    <NativeSelect
      label={words.model}
      value={value}
      data={models.map((name) => ({ value: name, label: model(name) }))}
      onChange={({ currentTarget }) => onChoose(currentTarget.value)}
    />
  );
}
