import { z } from 'zod';
import type { Page, PageRequest } from '../provider.js';
import type { GitHubApi } from './github-api.js';
import { newestPages, PAGE_SIZE, readListPage } from './github-list.js';
import { timeOf } from './github-values.js';

/** What moves a repository to the front of the list: GitHub keeps a time for each. */
const CHANGES = ['updated', 'pushed'] as const;

/** ETags of the first pages when they were last read; null where they were not. */
const firstPages = z.object({ updated: z.string().nullable(), pushed: z.string().nullable() });

export const githubRepositoryCursor = z.object({ etags: firstPages });

export const githubRepositoryCheckpoint = z.object({
  sort: z.enum(['created', ...CHANGES]),
  /** Query of the page to go on at; null at the first. */
  next: z.string().nullable(),
  etags: firstPages,
});

type Cursor = z.output<typeof githubRepositoryCursor>;
type Checkpoint = z.output<typeof githubRepositoryCheckpoint>;
type Request = PageRequest<GitHubApi, Cursor, Checkpoint>;

const PATH = '/user/repos';
const UNREAD = { updated: null, pushed: null };

/**
 * Every repository that the account has to do with.
 *
 * - A full run reads them in the order in which they were made, which no change upsets.
 * - An incremental run asks for the last changed and the last pushed to, each with the ETag of the first
 *   page: where nothing happened, two answers 304 end it.
 *
 * @see https://docs.github.com/en/rest/repos/repos#list-repositories-for-the-authenticated-user
 */
export function githubRepositoryPages(request: Request): AsyncGenerator<Page<Cursor, Checkpoint>> {
  return request.kind === 'FULL' ? allPages(request) : changedPages(request);
}

async function* allPages({ api, checkpoint, signal }: Request): AsyncGenerator<Page<Cursor, Checkpoint>> {
  let query = checkpoint?.next ?? queryFor('created', 'asc');
  for (;;) {
    const { items, next } = await readListPage(api, { path: PATH, query, signal });
    if (next === null) {
      yield { records: items, checkpoint: null, cursor: { etags: UNREAD } };
      return;
    }
    yield { records: items, checkpoint: { sort: 'created', next, etags: UNREAD } };
    query = next;
  }
}

async function* changedPages(request: Request): AsyncGenerator<Page<Cursor, Checkpoint>> {
  const { api, cursor, checkpoint, changedSince: since, signal } = request;
  const seen = { ...(checkpoint?.etags ?? cursor?.etags ?? UNREAD) };
  for (const sort of checkpoint?.sort === 'pushed' ? CHANGES.slice(1) : CHANGES) {
    const from = checkpoint?.sort === sort ? checkpoint.next : null;
    const place = { path: PATH, query: queryFor(sort, 'desc'), signal };
    for await (const page of newestPages(api, { ...place, from, since, etag: seen[sort], timeOf: timesOf(sort) })) {
      const { items: records, next } = page;
      if (page.isFirst) seen[sort] = page.etag;
      const etags = { ...seen };
      if (next !== null) yield { records, checkpoint: { sort, next, etags } };
      else if (sort === 'updated') yield { records, checkpoint: { sort: 'pushed', next, etags } };
      else {
        yield { records, checkpoint: null, cursor: { etags } };
        return;
      }
    }
  }
  yield { records: [], checkpoint: null, cursor: { etags: seen } };
}

function timesOf(sort: (typeof CHANGES)[number]) {
  return (item: Record<string, unknown>) => timeOf(z.string().safeParse(item[`${sort}_at`]).data);
}

function queryFor(sort: Checkpoint['sort'], direction: 'asc' | 'desc'): string {
  return `sort=${sort}&direction=${direction}&per_page=${PAGE_SIZE}`;
}
