import { z } from 'zod';
import { CursorExpired, type Page, type PageRequest } from '../provider.js';
import type { GitHubApi } from './github-api.js';
import { statusOf, wordsOf } from './github-error.js';
import { isPullRequest } from './github-issue.record.js';
import { newestPages, PAGE_SIZE, readListPage } from './github-list.js';
import { timeOf } from './github-values.js';
import {
  readRepositoryListing,
  repositoriesIn,
  repositoryListing,
  type ListedRepository,
  type RepositoryListing,
} from './repository-listing.js';

/** Repository id → ETag of the page of its last changed issues. */
const etags = z.record(z.string(), z.string());

export const githubIssueCursor = z.object({ listing: repositoryListing, etags });

export const githubIssueCheckpoint = z.object({
  repositoryId: z.number().int(),
  /** Query of the page to go on at; null at the repository's first. */
  next: z.string().nullable(),
  etags,
});

type Cursor = z.output<typeof githubIssueCursor>;
type Checkpoint = z.output<typeof githubIssueCheckpoint>;
type Request = PageRequest<GitHubApi, Cursor, Checkpoint>;

/**
 * Issues of every repository of the account, repository by repository in the order of their ids.
 *
 * - A full run reads them in the order in which they were opened, which no change upsets.
 * - An incremental run asks each repository for its last changed issues, with the ETag of when it last did:
 *   where nothing happened, an answer 304 a repository is all. One that is new or has a new name is read whole.
 * - A repository that is gone takes its issues with it, and only a full run can tell which: it asks for one.
 *
 * @throws CursorExpired where a repository is gone, or GitHub no longer takes the place of an interrupted run.
 * @see https://docs.github.com/en/rest/issues/issues#list-repository-issues
 */
export async function* githubIssuePages(request: Request): AsyncGenerator<Page<Cursor, Checkpoint>> {
  const { api, cursor, checkpoint, signal } = request;
  const listing = await readRepositoryListing(api, cursor?.listing ?? [], signal);
  const repositories = repositoriesIn(listing);
  const known = namesIn(cursor?.listing ?? []);
  refuseLost(known, repositories);

  const seen = { ...(checkpoint?.etags ?? cursor?.etags) };
  const left = repositories.filter(({ id }) => checkpoint === null || id >= checkpoint.repositoryId);
  for (const [index, repository] of left.entries()) {
    const isKnown = known.get(repository.id) === repository.fullName;
    for await (const page of pagesOf(request, repository, isKnown, seen)) {
      const place = page.next === null ? left[index + 1] : repository;
      const records = page.items.filter((item) => !isPullRequest(item));
      if (place === undefined) {
        yield { records, checkpoint: null, cursor: { listing, etags: seen } };
        return;
      }
      yield { records, checkpoint: { repositoryId: place.id, next: page.next, etags: { ...seen } } };
    }
  }
  yield { records: [], checkpoint: null, cursor: { listing, etags: seen } };
}

function namesIn(listing: RepositoryListing): ReadonlyMap<number, string> {
  return new Map(repositoriesIn(listing).map(({ id, fullName }) => [id, fullName]));
}

function refuseLost(known: ReadonlyMap<number, string>, listed: readonly ListedRepository[]): void {
  const ids = new Set(listed.map(({ id }) => id));
  if ([...known.keys()].some((id) => !ids.has(id)))
    throw new CursorExpired('A repository is gone; only a full run can tell which issues went with it.');
}

interface IssuePage {
  items: readonly Record<string, unknown>[];
  next: string | null;
}

/**
 * @param isKnown Whether it was read before, under this name.
 * @param seen The ETags; the repository's is kept there.
 */
async function* pagesOf(
  request: Request,
  repository: ListedRepository,
  isKnown: boolean,
  seen: Record<string, string>,
): AsyncGenerator<IssuePage> {
  const { kind, api, checkpoint, changedSince, signal } = request;
  const { id, fullName } = repository;
  const path = `/repos/${fullName.split('/').map(encodeURIComponent).join('/')}/issues`;
  const from = checkpoint?.repositoryId === id ? checkpoint.next : null;
  try {
    if (kind === 'FULL') yield* openedPages(api, { path, from, signal });
    else {
      const [etag, since] = isKnown ? [seen[id], changedSince] : [null, null];
      const list = { path, query: queryFor('updated', 'desc'), from, signal, etag, since, timeOf: updatedAt };
      for await (const page of newestPages(api, list)) {
        if (page.isFirst && page.etag !== null) seen[id] = page.etag;
        yield page;
      }
    }
  } catch (error) {
    // Places in a long list are GitHub's own, and end.
    if (from !== null && statusOf(error) === 422) throw new CursorExpired('GitHub no longer takes the place.');
    if (!isClosed(error)) throw error;
  }
}

/** The list still names a repository that has just been deleted, has its issues switched off, or is blocked by GitHub. */
function isClosed(error: unknown): boolean {
  return [404, 410, 451].includes(statusOf(error) ?? 0) || /access blocked/i.test(wordsOf(error));
}

async function* openedPages(
  api: GitHubApi,
  { path, from, signal }: { path: string; from: string | null; signal: AbortSignal },
): AsyncGenerator<IssuePage> {
  let query: string | null = from ?? queryFor('created', 'asc');
  while (query !== null) {
    const page: IssuePage = await readListPage(api, { path, query, signal });
    yield page;
    query = page.next;
  }
}

function updatedAt(item: Record<string, unknown>): number | null {
  return timeOf(z.string().safeParse(item.updated_at).data);
}

function queryFor(sort: 'created' | 'updated', direction: 'asc' | 'desc'): string {
  return `state=all&sort=${sort}&direction=${direction}&per_page=${PAGE_SIZE}`;
}
