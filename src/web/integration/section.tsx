import { Group, Stack, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import type { CombinedError, DocumentInput } from 'urql';
import { ExplorerLink } from '../parts/explorer-link.js';
import { QueryFailure } from '../parts/query-failure.js';
import { RefreshButton } from '../parts/refresh-button.js';
import { useTexts } from '../texts/texts.js';

interface Props<Variables> {
  title: string;
  /** What fills it. */
  query: DocumentInput<unknown, Variables>;
  variables: Variables;
  /** What came of the query. */
  answer: { data?: unknown; error?: CombinedError; fetching: boolean };
  /** Reads it again, where not all that happens to it is told of by a stream. */
  onRefresh?: () => void;
  children: ReactNode;
}

/** A part of a view with its heading, the query that fills it, and why it could not be read. */
export function Section<Variables extends Record<string, unknown>>(props: Props<Variables>) {
  const { title, query, variables, answer, onRefresh, children } = props;
  const { loading } = useTexts();
  const headingId = useId();
  return (
    <Stack component="section" gap="sm" aria-labelledby={headingId}>
      <Group justify="space-between" align="baseline">
        <Title order={2} size="h4" id={headingId}>
          {title}
        </Title>
        <Group gap="sm">
          {onRefresh !== undefined && <RefreshButton view={title} onRefresh={onRefresh} />}
          <ExplorerLink view={title} query={query} variables={variables} />
        </Group>
      </Group>
      <QueryFailure error={answer.error} />
      {answer.data === undefined && answer.fetching && <p role="status">{loading}</p>}
      {children}
    </Stack>
  );
}
