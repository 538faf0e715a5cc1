import { Group, Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTexts } from '../texts/texts.js';

interface Props {
  title: string;
  /** Which part of it is shown, for the document's title. */
  part?: string;
  /** Beside the title: the link to GraphiQL, buttons. */
  aside?: ReactNode;
  children: ReactNode;
}

/** The first view keeps the focus where the browser has it; later ones take it to their heading. */
let hasShownView = false;

/** One view of the page: its heading, which takes the focus when the view opens, and the document's title. */
export function View({ title, part, aside, children }: Props) {
  const { product } = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (hasShownView) heading.current?.focus();
    hasShownView = true;
  }, []);
  return (
    <>
      <title>{[part, title, product].filter(Boolean).join(' · ')}</title>
      <Group justify="space-between" align="baseline" mb="md">
        <Title order={1} size="h3" ref={heading} tabIndex={-1}>
          {title}
        </Title>
        {aside}
      </Group>
      {children}
    </>
  );
}
