import { Container, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/texts.js';
import { Preferences } from './preferences.js';
import classes from './shell.module.css';

interface Props {
  /** Between the product's name and the preferences: navigation, who is signed in. */
  header?: ReactNode;
  children: ReactNode;
}

/** What stands around every view. */
export function Shell({ header, children }: Props) {
  const { product, skipToContent } = useTexts();
  return (
    <>
      <a className={classes.skip} href="#content">
        {skipToContent}
      </a>
      <header className={classes.header}>
        <Container size="lg">
          <Group gap="sm" py="xs">
            <Text fw={700}>{product}</Text>
            {header}
            <Group gap="xs" ml="auto">
              <Preferences />
            </Group>
          </Group>
        </Container>
      </header>
      <Container size="lg" component="main" id="content" tabIndex={-1} py="md" className={classes.content}>
        {children}
      </Container>
    </>
  );
}
