import { z } from 'zod';
import { timeOf } from './github-values.js';

/**
 * A repository as the account sees it: `permissions` are its own.
 * @see https://docs.github.com/en/rest/repos/repos#list-repositories-for-the-authenticated-user
 */
export const githubRepositoryRecord = z.looseObject({
  id: z.number().int(),
  name: z.string(),
  full_name: z.string().min(1),
  owner: z.looseObject({ id: z.number(), login: z.string() }),
  description: z.string().nullish(),
  private: z.boolean().optional(),
  visibility: z.string().optional(),
  html_url: z.string().optional(),
  fork: z.boolean().optional(),
  archived: z.boolean().optional(),
  has_issues: z.boolean().optional(),
  default_branch: z.string().optional(),
  language: z.string().nullish(),
  topics: z.array(z.string()).optional(),
  stargazers_count: z.number().optional(),
  forks_count: z.number().optional(),
  open_issues_count: z.number().optional(),
  permissions: z.record(z.string(), z.boolean()).optional(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  pushed_at: z.string().nullish(),
});

export type GitHubRepositoryRecord = z.output<typeof githubRepositoryRecord>;

/** A push leaves `updated_at` alone where it is to another branch than the default one. */
export function repositoryVersionOf({ updated_at, pushed_at }: GitHubRepositoryRecord): number | null {
  const times = [timeOf(updated_at), timeOf(pushed_at)].filter((time) => time !== null);
  return times.length === 0 ? null : Math.max(...times);
}
