import { z } from 'zod';
import type { GitHubApi } from './github-api.js';
import { statusOf } from './github-error.js';

/** GitHub's largest page. @see https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api */
export const PAGE_SIZE = 100;

const items = z.array(z.looseObject({}));

export interface ListPage {
  items: z.output<typeof items>;
  /** Query of the page after it; null on the last. */
  next: string | null;
  /** Under which GitHub knows this page again. */
  etag: string | null;
}

export interface ListPlace {
  /** From the API's base, e.g. `/user/repos`. */
  path: string;
  query: string;
  signal?: AbortSignal;
}

/** One page of one of GitHub's lists. */
export async function readListPage(
  api: GitHubApi,
  { path, query, signal }: ListPlace,
  headers: Record<string, string> = {},
): Promise<ListPage> {
  const client = await api();
  const answer = await client.request({ method: 'GET', url: `${path}?${query}`, headers, request: { signal } });
  return { items: items.parse(answer.data), next: nextIn(answer.headers.link), etag: answer.headers.etag ?? null };
}

/**
 * A page that was read before under that ETag; null where it is what it was (HTTP 304), which counts
 * towards no limit of the account.
 * @see https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
 */
export async function readChangedPage(
  api: GitHubApi,
  place: ListPlace,
  etag: string | null | undefined,
): Promise<ListPage | null> {
  if (!etag) return readListPage(api, place);
  try {
    return await readListPage(api, place, { 'if-none-match': etag });
  } catch (error) {
    if (statusOf(error) === 304) return null;
    throw error;
  }
}

export interface NewestFirst extends ListPlace {
  /** Of the first page when it was last read. */
  etag: string | null | undefined;
  /** Query of the page at which an interrupted reading goes on; null at the first. */
  from: string | null;
  /** Epoch milliseconds: what is older was read before. Null to read to the end. */
  since: number | null;
  /** Epoch milliseconds of that by which the list is sorted; null where an item has none. */
  timeOf(item: ListPage['items'][number]): number | null;
}

/**
 * The pages of a list that sorts the newest first, as far as they hold something new; none where the
 * first page is what it was. What changes meanwhile moves to the front and is read by the next run.
 */
export async function* newestPages(api: GitHubApi, list: NewestFirst): AsyncGenerator<ListPage & { isFirst: boolean }> {
  let from = list.from;
  do {
    const isFirst = from === null;
    const place = { ...list, query: from ?? list.query };
    const page = await readChangedPage(api, place, isFirst ? list.etag : null);
    if (page === null) return;
    from = isAllOld(page, list) ? null : page.next;
    yield { ...page, next: from, isFirst };
  } while (from !== null);
}

/** Whether what follows a page was read before. */
function isAllOld({ items: read }: ListPage, { since, timeOf }: NewestFirst): boolean {
  const last = read.at(-1);
  return last === undefined || (since !== null && (timeOf(last) ?? 0) < since);
}

/** The query alone: the rest of a link, which may name another host, the hub knows. */
function nextIn(link: string | undefined): string | null {
  const [, url] = /<([^<>]+)>;\s*rel="next"/.exec(link ?? '') ?? [];
  return url !== undefined && URL.canParse(url) ? new URL(url).search.slice(1) || null : null;
}
