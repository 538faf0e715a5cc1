import type { Octokit } from '@octokit/core';
import type { ApiContext } from '../provider.js';

/** The SDK's client. It loads with the first call: the hub should answer before it is read. */
export type GitHubApi = () => Promise<Octokit>;

/** @see https://docs.github.com/en/rest/about-the-rest-api/api-versions */
const API_VERSION = '2022-11-28';

/** GitHub's official SDK over the integration's fetch; without plugins it neither retries nor waits. */
export function createGitHubApi({ fetch, apiUrl }: ApiContext): GitHubApi {
  let client: Promise<Octokit> | undefined;
  return () => (client ??= load(fetch, apiUrl));
}

async function load(fetch: ApiContext['fetch'], apiUrl: string): Promise<Octokit> {
  const { Octokit } = await import('@octokit/core');
  const client = new Octokit({
    baseUrl: apiUrl.replace(/\/$/, ''),
    userAgent: 'integration-hub',
    request: { fetch },
    // What fails is logged by the hub.
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
  client.hook.before('request', (options) => {
    options.headers['x-github-api-version'] = API_VERSION;
  });
  return client;
}

function ignore(): void {}
