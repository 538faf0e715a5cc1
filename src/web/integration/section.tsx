import { Group, Stack, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import type { CombinedError, DocumentInput } from 'urql';
import { ExplorerLink } from '../parts/explorer-link.js';
import { QueryFailure } from '../parts/query-failure.js';
import { useTexts } from '../texts/texts.js';

interface Props<Variables> {
  title: string;
  /** What fills it. */
  query: DocumentInput<unknown, Variables>;
  variables: Variables;
  /** What came of the query. */
  answer: { data?: unknown; error?: CombinedError; fetching: boolean };
  children: ReactNode;
}

/** A part of a view with its heading, the query that fills it, and why it could not be read. */
export function Section<Variables extends Record<string, unknown>>(props: Props<Variables>) {
  const { title, query, variables, answer, children } = props;
  const { loading } = useTexts();
  const headingId = useId();
  return (
    <Stack component="section" gap="sm" aria-labelledby={headingId}>
      <Group justify="space-between" align="baseline">
        <Title order={2} size="h4" id={headingId}>
          {title}
        </Title>
        <ExplorerLink view={title} query={query} variables={variables} />
      </Group>
      <QueryFailure error={answer.error} />
      {answer.data === undefined && answer.fetching && <p role="status">{loading}</p>}
      {children}
    </Stack>
  );
}
