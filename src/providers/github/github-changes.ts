import { z } from 'zod';
import type { WebhookChange, WebhookRequest } from '../provider.js';
import { parseGitHubEvent, type GitHubEvent } from './github-event.js';
import { isPullRequest } from './github-issue.record.js';
import { timeOf } from './github-values.js';

const REPOSITORY = 'GitHubRepository';
const ISSUE = 'GitHubIssue';

const deleted = z.object({
  id: z.number().int(),
  updated_at: z.union([z.string(), z.number()]),
  pushed_at: z.union([z.string(), z.number()]).nullish(),
});

const sender = z.object({ id: z.number().int() });

/** What the events that the hub asks for tell; of all others nothing. */
const CHANGES = new Map<string, (event: GitHubEvent) => WebhookChange[]>([
  ['issues', issueChanges],
  ['issue_comment', commentChanges],
  ['repository', repositoryChanges],
  ['push', () => [{ model: REPOSITORY, poll: true }]],
  ['star', () => [{ model: REPOSITORY, poll: true }]],
]);

/** What any payload may hold besides what its event is about. */
const AROUND = ['action', 'changes', 'sender', 'organization', 'installation', 'enterprise'];

/**
 * What an event changes. An issue comes whole, in the shape of the list, and is stored as it is. A repository
 * comes without the account's own permissions, so that the list is asked for it; so many pushes as there
 * are, one run answers them.
 *
 * The signature covers the body alone, and the name of the event stands in a header: what is deleted is
 * believed only of a payload that is about nothing else.
 */
export function githubChanges({ event, account }: Pick<WebhookRequest, 'event' | 'account'>): WebhookChange[] {
  const parsed = parseGitHubEvent(event);
  if (parsed.name === 'github_app_authorization') return grantChanges(parsed, account.externalId);
  return CHANGES.get(parsed.name)?.(parsed) ?? [];
}

/** A transferred issue goes on in another repository under another id, which an event of that one tells. */
function issueChanges({ action, payload }: GitHubEvent): WebhookChange[] {
  const issue = issueIn(payload);
  if (issue === null || payload.comment !== undefined) return [];
  if (action !== 'deleted' && action !== 'transferred') return [{ model: ISSUE, records: [issue] }];
  return [{ model: ISSUE, deleted: [deletionOf(issue)] }];
}

/** A comment changes its issue: how many there are, and when it was last changed. */
function commentChanges({ payload }: GitHubEvent): WebhookChange[] {
  const issue = issueIn(payload);
  return issue === null || payload.comment === undefined ? [] : [{ model: ISSUE, records: [issue] }];
}

/** With a repository its issues go, and with its name their addresses change: the next run of them finds out. */
function repositoryChanges({ action, payload }: GitHubEvent): WebhookChange[] {
  const poll: WebhookChange[] = [{ model: REPOSITORY, poll: true }];
  const issues: WebhookChange = { model: ISSUE, poll: true };
  if (action === 'renamed' || action === 'transferred') return [...poll, issues];
  if (action !== 'deleted' || !isAboutNothingBut('repository', payload)) return poll;
  return [{ model: REPOSITORY, deleted: [deletionOf(payload.repository)] }, issues];
}

/** Only GitHub Apps are told of it. */
function grantChanges({ action, payload }: GitHubEvent, externalId: string | null): WebhookChange[] {
  const { data: owner } = sender.safeParse(payload.sender);
  const isOwn = owner !== undefined && String(owner.id) === externalId;
  return action === 'revoked' && isOwn && isAboutNothingBut('sender', payload) ? [{ unlinked: true }] : [];
}

/** Null where it is about none, or about a pull request. */
function issueIn({ issue }: GitHubEvent['payload']): Record<string, unknown> | null {
  const found = z.record(z.string(), z.unknown()).safeParse(issue);
  return !found.success || isPullRequest(found.data) ? null : found.data;
}

function isAboutNothingBut(subject: string, payload: GitHubEvent['payload']): boolean {
  return subject in payload && Object.keys(payload).every((key) => key === subject || AROUND.includes(key));
}

/**
 * Newer by a millisecond than the last state, which the event still shows: GitHub counts seconds, so that it
 * comes after every state and before whatever could be made of it later (a repository that is restored).
 */
function deletionOf(subject: unknown): { externalId: string; version: number } {
  const { id, updated_at, pushed_at } = deleted.parse(subject);
  return { externalId: String(id), version: Math.max(momentOf(updated_at), momentOf(pushed_at)) + 1 };
}

/** Some payloads have epoch seconds where others have text. */
function momentOf(time: string | number | null | undefined): number {
  return typeof time === 'number' ? time * 1000 : (timeOf(time) ?? 0);
}
