import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../texts/texts.js';

/** Which page of a list is shown. */
export interface Pages {
  /** Null for the first. */
  after: string | null;
  turn(endCursor: string): void;
  turnBack(): void;
  toFirst(): void;
}

/** Begins at the first page. Give what uses it a `key` of its filter, so that another filter begins anew. */
export function usePages(): Pages {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  return {
    after: cursors.at(-1) ?? null,
    turn: (endCursor) => setCursors([...cursors, endCursor]),
    turnBack: () => setCursors(cursors.slice(0, -1)),
    toFirst: () => setCursors([]),
  };
}

interface Props {
  pages: Pages;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  /** What is listed, for the name of the navigation. */
  of: string;
}

/** Turns the pages of a list whose beginning changes: a page that is shown is always whole and current. */
export function Pager({ pages, pageInfo: { hasNextPage, endCursor }, of }: Props) {
  const { pager: words } = useTexts();
  const next = hasNextPage ? endCursor : null;
  if (pages.after === null && next === null) return null;
  return (
    <Group gap="xs" component="nav" aria-label={words.label(of)}>
      <PagerButton label={words.previous} onPress={pages.after === null ? null : pages.turnBack} />
      <PagerButton label={words.next} onPress={next === null ? null : () => pages.turn(next)} />
    </Group>
  );
}

/** Keeps the focus where there is nothing more: pressed once more, it does nothing. */
function PagerButton({ label, onPress }: { label: string; onPress: (() => void) | null }) {
  const isOff = onPress === null;
  return (
    <Button
      size="xs"
      variant="default"
      aria-disabled={isOff}
      data-disabled={isOff || undefined}
      onClick={onPress ?? undefined}
    >
      {label}
    </Button>
  );
}
