import { z } from 'zod';
import { defineProvider, type Account } from '../provider.js';
import { createIssue } from './create-issue.action.js';
import { createGitHubApi, type GitHubApi } from './github-api.js';
import { githubOAuth, githubToken } from './github-auth.js';
import { githubErrorOf, meaningOfGitHub } from './github-error.js';
import { githubIssueModel } from './github-issue.model.js';
import { githubLimits } from './github-limits.js';
import { githubRepositoryModel } from './github-repository.model.js';
import { githubWebhook } from './github.webhook.js';

export const github = defineProvider<GitHubApi>({
  id: 'github',
  name: 'GitHub',
  category: 'development',
  docsUrl: 'https://docs.github.com/en/rest',
  endpoints: {
    authorizationUrl: 'https://github.com/login/oauth/authorize',
    tokenUrl: 'https://github.com/login/oauth/access_token',
    apiUrl: 'https://api.github.com/',
  },
  auth: [githubOAuth, githubToken],
  limits: githubLimits,
  createApi: createGitHubApi,
  identify,
  meaningOf: meaningOfGitHub,
  errorOf: githubErrorOf,
  models: [githubRepositoryModel, githubIssueModel],
  actions: [createIssue],
  proxy: { headers: ['x-github-api-version'] },
  webhook: githubWebhook,
});

const identity = z.object({ id: z.number().int(), login: z.string().min(1) });

/** The account is the person's: its login can change, its id cannot. */
async function identify(api: GitHubApi): Promise<Account> {
  const { data } = await (await api()).request('GET /user');
  const { id, login } = identity.parse(data);
  return { externalId: String(id), label: login };
}
