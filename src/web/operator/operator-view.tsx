import { Anchor, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { View } from '../parts/view.js';
import { useViewer } from '../session/use-session.js';
import { useTexts } from '../texts/texts.js';
import classes from './operator.module.css';
import { SECTIONS } from './sections.js';

interface Props {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}

/** A view for those who run things, with the way to the others. */
export function OperatorView({ title, aside, children }: Props) {
  return (
    <View title={title} aside={aside}>
      <Stack>
        <Sections />
        {children}
      </Stack>
    </View>
  );
}

function Sections() {
  const { operator: words } = useTexts();
  const { role } = useViewer();
  const [location] = useLocation();
  const shown = SECTIONS.filter(({ roles }) => roles.includes(role));
  return (
    <nav aria-label={words.sectionsLabel}>
      <Group gap="xs" className={classes.sections}>
        {shown.map(({ path, name }) => (
          <Anchor
            key={path}
            component={Link}
            href={path}
            size="sm"
            underline="hover"
            className={classes.section}
            aria-current={isAt(location, path) ? 'page' : undefined}
          >
            {words.sections[name]}
          </Anchor>
        ))}
      </Group>
    </nav>
  );
}

function isAt(location: string, path: string): boolean {
  return location === path || (path !== '/operator' && location.startsWith(`${path}/`));
}
