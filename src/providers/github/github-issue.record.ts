import { z } from 'zod';
import { timeOf } from './github-values.js';

const person = z.looseObject({ login: z.string() });

/**
 * An issue as lists and webhooks have it. A pull request has the same shape, with `pull_request`.
 * @see https://docs.github.com/en/rest/issues/issues#list-repository-issues
 */
export const githubIssueRecord = z.looseObject({
  id: z.number().int(),
  number: z.number().int(),
  title: z.string(),
  repository_url: z.string(),
  body: z.string().nullish(),
  state: z.string().optional(),
  state_reason: z.string().nullish(),
  locked: z.boolean().optional(),
  user: person.nullish(),
  assignees: z.array(person).nullish(),
  labels: z
    .array(z.union([z.string(), z.looseObject({ name: z.string().nullish(), color: z.string().nullish() })]))
    .optional(),
  milestone: z.looseObject({ title: z.string() }).nullish(),
  comments: z.number().optional(),
  html_url: z.string().optional(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  closed_at: z.string().nullish(),
});

export type GitHubIssueRecord = z.output<typeof githubIssueRecord>;

/** GitHub counts seconds: two changes within one have the same version, and the one that comes last stays. */
export function issueVersionOf({ updated_at }: GitHubIssueRecord): number | null {
  return timeOf(updated_at);
}

/** GitHub keeps pull requests among the issues, in lists and in events. */
export function isPullRequest(item: Record<string, unknown>): boolean {
  return item.pull_request !== undefined && item.pull_request !== null;
}
