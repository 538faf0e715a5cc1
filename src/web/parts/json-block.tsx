import { Code } from '@mantine/core';

/** JSON as it is, in lines. Scrolls, also by keyboard. */
export function JsonBlock({ label, value }: { label: string; value: unknown }) {
  return (
    <Code block tabIndex={0} role="region" aria-label={label}>
      {JSON.stringify(value, null, 2)}
    </Code>
  );
}
