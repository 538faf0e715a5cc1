import { Badge } from '@mantine/core';

/** How something stands, for its colour: never the only way in which it is said. */
export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'quiet';

const COLORS: Record<Tone, string> = { good: 'green', busy: 'blue', warn: 'yellow', bad: 'red', quiet: 'gray' };

export function StatusBadge({ label, tone }: { label: string; tone: Tone }) {
  return (
    <Badge variant="dot" color={COLORS[tone]} tt="none" flex="none" miw="max-content" data-tone={tone}>
      {label}
    </Badge>
  );
}
