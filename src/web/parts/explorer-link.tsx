import { Anchor } from '@mantine/core';
import { stringifyDocument, useQuery, type DocumentInput } from 'urql';
import { PageViewerDocument } from '../gql/graphql.js';
import { useTexts } from '../texts/texts.js';

interface Props<Variables> {
  /** The view whose query it is. */
  view: string;
  query: DocumentInput<unknown, Variables>;
  variables?: Variables;
}

/** Opens GraphiQL with the query that fills the present view, where the hub lets itself be explored. */
export function ExplorerLink<Variables extends Record<string, unknown>>({ view, query, variables }: Props<Variables>) {
  const { header } = useTexts();
  const [{ data }] = useQuery({ query: PageViewerDocument, requestPolicy: 'cache-first' });
  if (data?.viewer.hasExplorer !== true) return null;
  return (
    <Anchor href={explorerAddress(query, variables)} size="sm" aria-label={header.graphiqlOf(view)}>
      {header.graphiql}
    </Anchor>
  );
}

function explorerAddress(query: DocumentInput<unknown, never>, variables: unknown): string {
  const search = new URLSearchParams({ query: stringifyDocument(query) });
  if (variables !== undefined) search.set('variables', JSON.stringify(variables));
  return `/graphql?${search}`;
}
