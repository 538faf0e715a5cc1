import { z } from 'zod';
import type { NewSubscription, SubscriptionHandle, WebhookSubscriptions } from '../provider.js';
import type { GitHubApi } from './github-api.js';
import { statusOf, wordsOf } from './github-error.js';
import { newestPages, PAGE_SIZE, readListPage } from './github-list.js';

/** What the hub wants to know of a repository. */
export const HOOK_EVENTS = ['issues', 'issue_comment', 'repository', 'push', 'star'] as const;

/** More repositories of one account are left to polling. */
export const MAX_HOOKS = 100;

const administered = z.object({
  full_name: z.string(),
  archived: z.literal(false).default(false),
  permissions: z.object({ admin: z.literal(true) }),
});

const hook = z.object({ id: z.number().int() });
const listedHook = hook.extend({ config: z.object({ url: z.string().optional() }) });

/**
 * A hook a repository: GitHub has none for a whole account. Only who administers a repository can make one,
 * and archived ones do not change. Hooks do not end.
 * @see https://docs.github.com/en/rest/repos/webhooks
 */
export const githubHooks: WebhookSubscriptions<GitHubApi> = {
  subjects: administeredRepositories,
  create: createHook,
  renew: async () => ({ expiresAt: null }),
  remove: removeHook,
};

/** Those that were last pushed to, as far as {@link MAX_HOOKS} go. */
async function administeredRepositories(api: GitHubApi): Promise<string[]> {
  const names: string[] = [];
  const query = `sort=pushed&direction=desc&per_page=${PAGE_SIZE}`;
  const all = { path: '/user/repos', query, from: null, etag: null, since: null, timeOf: () => null };
  for await (const { items } of newestPages(api, all)) {
    names.push(...items.flatMap((item) => administered.safeParse(item).data?.full_name ?? []));
    if (names.length >= MAX_HOOKS) break;
  }
  return names.slice(0, MAX_HOOKS);
}

type Create = Parameters<WebhookSubscriptions<GitHubApi>['create']>[0];

async function createHook({ api, subject, url, secret }: Create): Promise<NewSubscription> {
  const client = await api();
  const place = placeOf(subject);
  const settings = { active: true, events: [...HOOK_EVENTS], config: { url, content_type: 'json', secret } };
  try {
    const { data } = await client.request('POST /repos/{owner}/{repo}/hooks', { ...place, ...settings, name: 'web' });
    return { externalId: String(hook.parse(data).id), expiresAt: null };
  } catch (error) {
    if (statusOf(error) !== 422 || !/hook already exists/i.test(wordsOf(error))) throw error;
    const hook_id = await hookAt(api, subject, url);
    if (hook_id === null) throw error;
    // With the new secret: nobody knows the one that it was made with.
    await client.request('PATCH /repos/{owner}/{repo}/hooks/{hook_id}', { ...place, hook_id, ...settings });
    return { externalId: String(hook_id), expiresAt: null };
  }
}

/** The hook that delivers to an address; a repository has 20 of a kind at most, so that one page holds all. */
async function hookAt(api: GitHubApi, subject: string, url: string): Promise<number | null> {
  const { owner, repo } = placeOf(subject);
  const path = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}/hooks`;
  const { items } = await readListPage(api, { path, query: `per_page=${PAGE_SIZE}` });
  const found = items.map((item) => listedHook.parse(item)).find(({ config }) => config.url === url);
  return found?.id ?? null;
}

async function removeHook(request: { api: GitHubApi; subscription: SubscriptionHandle }): Promise<void> {
  const { subject, externalId } = request.subscription;
  const client = await request.api();
  try {
    await client.request('DELETE /repos/{owner}/{repo}/hooks/{hook_id}', {
      ...placeOf(subject),
      hook_id: Number(externalId),
    });
  } catch (error) {
    // Gone with its repository, or by hand.
    if (statusOf(error) !== 404) throw error;
  }
}

function placeOf(subject: string): { owner: string; repo: string } {
  const [owner = '', repo = ''] = subject.split('/');
  return { owner, repo };
}
