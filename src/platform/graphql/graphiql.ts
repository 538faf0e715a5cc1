import { readFile } from 'node:fs/promises';

export interface ExampleOperation {
  /** A file of one operation. */
  file: string;
  /** What its variables could be. */
  variables?: Record<string, unknown>;
}

/**
 * GraphiQL's page, served whole from here and made when it is first wanted. It takes an operation
 * from its address by itself (`?query=`), but not its variables: those are written into the page.
 * @param examples what its first tabs hold.
 */
export function createGraphiql(examples: readonly ExampleOperation[]): (variables: unknown) => Promise<string> {
  let plainPage: Promise<string> | undefined;
  return (given) => {
    const variables = readVariables(given);
    return variables === undefined ? (plainPage ??= render(examples)) : render(examples, variables);
  };
}

async function render(examples: readonly ExampleOperation[], variables?: string): Promise<string> {
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
    ...(variables !== undefined && { variables }),
  });
  return page.replace('<head>', `<head><style>${STILL_TABS}</style>`);
}

/** An object as JSON that ends no script element; undefined where what an address holds is none. */
function readVariables(given: unknown): string | undefined {
  if (typeof given !== 'string') return undefined;
  try {
    const variables: unknown = JSON.parse(given);
    if (typeof variables !== 'object' || variables === null) return undefined;
    return JSON.stringify(variables, null, 2).replaceAll('<', String.raw`\u003c`);
  } catch {
    return undefined;
  }
}

/** GraphiQL 5 moves a tab away under the pointer that presses it, so that the click misses it. */
const STILL_TABS = '.graphiql-tab { transform: none !important; }';

async function tabOf({ file, variables }: ExampleOperation): Promise<{ query: string; variables: string | null }> {
  return {
    query: await readFile(file, 'utf8'),
    variables: variables === undefined ? null : JSON.stringify(variables, null, 2),
  };
}
