import { readFile } from 'node:fs/promises';

export interface ExampleOperation {
  /** A file of one operation. */
  file: string;
  /** What its variables could be. */
  variables?: Record<string, unknown>;
}

/**
 * GraphiQL's page, served whole from here and made when it is first wanted.
 * @param examples what its first tabs hold.
 */
export function createGraphiql(examples: readonly ExampleOperation[]): () => Promise<string> {
  let page: Promise<string> | undefined;
  return () => (page ??= render(examples));
}

async function render(examples: readonly ExampleOperation[]): Promise<string> {
  // Nine megabytes of scripts: only for whoever looks.
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const page = renderGraphiQL({
    title: 'Integration hub',
    endpoint: '/graphql',
    credentials: 'same-origin',
    subscriptionsProtocol: 'SSE',
    isHeadersEditorEnabled: true,
    defaultEditorToolsVisibility: true,
    defaultTabs: await Promise.all(examples.map(tabOf)),
  });
  return page.replace('<head>', `<head><style>${STILL_TABS}</style>`);
}

/** GraphiQL 5 moves a tab away under the pointer that presses it, so that the click misses it. */
const STILL_TABS = '.graphiql-tab { transform: none !important; }';

async function tabOf({ file, variables }: ExampleOperation): Promise<{ query: string; variables: string | null }> {
  return {
    query: await readFile(file, 'utf8'),
    variables: variables === undefined ? null : JSON.stringify(variables, null, 2),
  };
}
