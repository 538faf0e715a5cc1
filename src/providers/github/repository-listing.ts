import { z } from 'zod';
import { HubError } from '../../platform/errors/hub-error.js';
import type { GitHubApi } from './github-api.js';
import { PAGE_SIZE, readChangedPage, type ListPage } from './github-list.js';

/** A repository as far as its issues need it. */
const listedRepository = z.object({ id: z.number().int(), fullName: z.string() });

/** Each page of the list, under the ETag by which GitHub knows it again. */
export const repositoryListing = z.array(
  z.object({ etag: z.string().nullable(), isLast: z.boolean(), repositories: z.array(listedRepository) }),
);

export type ListedRepository = z.output<typeof listedRepository>;
export type RepositoryListing = z.output<typeof repositoryListing>;

/** GitHub's own order by creation: a page that is full stays as it is but for what changes in its repositories. */
const QUERY = `sort=created&direction=asc&per_page=${PAGE_SIZE}`;

/** No account has as many. */
const MAX_PAGES = 1_000;

const repository = z.object({
  id: z.number().int(),
  full_name: z.string().regex(/^[^/]+\/[^/]+$/),
  has_issues: z.boolean().default(true),
});

/**
 * The repositories of the account whose issues can be read.
 * @param known As it was last read: pages that are still the same cost nothing.
 * @throws HubError PROVIDER_CONTRACT_BROKEN where GitHub's list has no end.
 * @see https://docs.github.com/en/rest/repos/repos#list-repositories-for-the-authenticated-user
 */
export async function readRepositoryListing(
  api: GitHubApi,
  known: RepositoryListing,
  signal: AbortSignal,
): Promise<RepositoryListing> {
  const listing: RepositoryListing = [];
  for (let number = 1; number <= MAX_PAGES; number += 1) {
    const before = known[number - 1];
    const place = { path: '/user/repos', query: `${QUERY}&page=${number}`, signal };
    const page = await readChangedPage(api, place, before?.etag);
    const entry = page === null ? before : entryOf(page);
    if (entry === undefined) break;
    listing.push(entry);
    if (entry.isLast) return listing;
  }
  throw new HubError(
    'PROVIDER_CONTRACT_BROKEN',
    'GitHub named no end of the list of repositories, so the hub stopped. Try again later.',
  );
}

/** In the order of their ids: a run that was interrupted finds its place again. */
export function repositoriesIn(listing: RepositoryListing): ListedRepository[] {
  const byId = new Map(listing.flatMap(({ repositories }) => repositories).map((one) => [one.id, one]));
  return [...byId.values()].toSorted((one, other) => one.id - other.id);
}

function entryOf({ etag, next, items }: ListPage): RepositoryListing[number] {
  const repositories = items
    .map((item) => repository.parse(item))
    .filter(({ has_issues }) => has_issues)
    .map(({ id, full_name }) => ({ id, fullName: full_name }));
  return { etag, isLast: next === null, repositories };
}
