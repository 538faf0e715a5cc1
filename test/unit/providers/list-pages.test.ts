import { expect, test } from 'vitest';
import type { DeclaredModel, Page } from '../../../src/providers/provider.js';
import { providerDeclaration } from '../../../src/providers/provider.js';
import type { JsonApi } from '../../../src/providers/oauth2/json-api.js';
import { listPages } from '../../../src/providers/oauth2/list-pages.js';

const ITEMS = [1, 2, 3, 4, 5].map((id) => ({ id }));

type Answer = { body: unknown; headers?: Record<string, string> };

test.each<[string, Partial<DeclaredModel>, (query: URLSearchParams) => Answer, string[]]>([
  ['no paging', {}, () => ({ body: ITEMS }), ['']],
  [
    'a cursor in the answer',
    { items: 'items', paging: { style: 'CURSOR', next: 'meta.next', parameter: 'after' } },
    (query) => slice(Number(query.get('after') ?? 0), (next) => ({ meta: { next } })),
    ['', 'after=2', 'after=4'],
  ],
  [
    'a link in the answer',
    { items: 'items', paging: { style: 'LINK', next: 'links.next' } },
    (query) => slice(Number(query.get('p') ?? 0), (next) => ({ links: { next: next && `/v1/list?p=${next}` } })),
    ['', 'p=2', 'p=4'],
  ],
  [
    'a Link header',
    { items: 'items', paging: { style: 'LINK' } },
    (query) => {
      const from = Number(query.get('p') ?? 0);
      const next = from + 2 < ITEMS.length ? `, <https://api.example/v1/list?p=${from + 2}>; rel="next"` : '';
      return { ...slice(from), headers: { link: `<https://api.example/v1/list>; rel="first"${next}` } };
    },
    ['', 'p=2', 'p=4'],
  ],
  [
    'numbered pages',
    { items: 'items', paging: { style: 'PAGE', parameter: 'page', sizeParameter: 'per_page', size: 2 } },
    (query) => slice((Number(query.get('page') ?? 1) - 1) * 2),
    ['per_page=2', 'per_page=2&page=2', 'per_page=2&page=3'],
  ],
  [
    'an offset, without a size',
    { items: 'items', paging: { style: 'OFFSET', parameter: 'skip' } },
    (query) => slice(Number(query.get('skip') ?? 0)),
    ['', 'skip=2', 'skip=4', 'skip=5'],
  ],
])('reads all of a list with %s', async (_, declared, answer, queries) => {
  const api = apiOf(answer);

  const pages = await read(api, declared);

  expect(pages.flatMap(({ records }) => records)).toEqual(ITEMS);
  expect(pages.at(-1)?.checkpoint).toBeNull();
  expect(api.asked.map((url) => url.search.replace('?', ''))).toEqual(queries);
});

test('goes on at a checkpoint', async () => {
  const api = apiOf((query) => slice(Number(query.get('skip') ?? 0)));

  const pages = await read(
    api,
    { items: 'items', paging: { style: 'OFFSET', parameter: 'skip', size: 2 } },
    { from: 4 },
  );

  expect(pages.flatMap(({ records }) => records)).toEqual([{ id: 5 }]);
});

test.each([
  ['ISO_8601', '2026-11-26T10%3A00%3A00.000Z'],
  ['UNIX_SECONDS', '1795687200'],
  ['UNIX_MILLISECONDS', '1795687200000'],
] as const)('asks for what changed since a time, as %s', async (format, text) => {
  const api = apiOf(() => ({ body: [] }));

  await read(
    api,
    { changedSince: { parameter: 'since', format }, query: { kind: 'a b' } },
    { since: Date.UTC(2026, 10, 26, 10) },
  );

  expect(api.asked[0]?.search).toBe(`?kind=a+b&since=${text}`);
});

test('tells what is deleted from the rest', async () => {
  const gone = [{ id: 1 }, { id: 2, state: { gone: true } }, { id: 3, state: { gone: false } }, { id: 4, state: {} }];

  const [page] = await read(
    apiOf(() => ({ body: gone })),
    { deleted: 'state.gone' },
  );

  expect(page?.deletedIds).toEqual(['2']);
  expect(page?.records).toHaveLength(3);
});

test.each([
  ['no list', { items: {} }],
  ['nothing', {}],
  ['a list of texts', { items: ['a'] }],
])('says where the answer has %s', async (_, body) => {
  await expect(
    read(
      apiOf(() => ({ body })),
      { items: 'items' },
    ),
  ).rejects.toMatchObject({
    code: 'PROVIDER_CONTRACT_BROKEN',
    message: expect.stringContaining('"items"') as string,
  });
});

function slice(from: number, more: (next: string | null) => object = () => ({})): Answer {
  const next = from + 2 < ITEMS.length ? String(from + 2) : null;
  return { body: { items: ITEMS.slice(from, from + 2), ...more(next) } };
}

function apiOf(answer: (query: URLSearchParams) => Answer): JsonApi & { asked: URL[] } {
  const asked: URL[] = [];
  return {
    asked,
    apiUrl: 'https://api.example/v1/',
    get(url) {
      asked.push(url);
      const { body, headers } = answer(url.searchParams);
      return Promise.resolve({ body, headers: new Headers(headers) });
    },
  };
}

async function read(
  api: JsonApi,
  declared: Partial<DeclaredModel>,
  { from = null, since = null }: { from?: number | null; since?: number | null } = {},
): Promise<Page<null>[]> {
  const model = providerDeclaration.shape.models.unwrap().element.parse({ name: 'Thing', path: 'list', ...declared });
  const request = { api, kind: 'FULL', cursor: null, checkpoint: from, changedSince: since } as const;
  const pages: Page<null>[] = [];
  const { signal } = new AbortController();
  for await (const page of listPages('Acme', model, { ...request, signal })) pages.push(page);
  return pages;
}
