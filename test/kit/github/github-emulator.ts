import { Octokit } from '@octokit/core';
import { createEmulator } from 'emulate';
import { fetchWith } from '../emulators.js';

export const OWNER = 'ada-lindqvist';
export const TOKEN = 'gho_of_ada';
export const CLIENT = { clientId: 'github-client', clientSecret: 'github-secret' } as const;

export interface GitHubEmulator extends AsyncDisposable {
  /** Ends in a slash. */
  url: string;
  /** As the owner's own client would. */
  client: Octokit;
}

/**
 * The GitHub emulator of `emulate`, with repositories of one person. It shows paging by Link header, issues,
 * hooks and OAuth; it knows no ETag, takes any token, and counts no secondary limit.
 */
export async function startGitHubEmulator(repositories: number): Promise<GitHubEmulator> {
  const emulator = await createEmulator({
    service: 'github',
    port: 0,
    seed: {
      tokens: { [TOKEN]: { login: OWNER, scopes: ['repo', 'read:user', 'admin:repo_hook'] } },
      github: {
        users: [{ login: OWNER, name: 'Ada Lindqvist' }],
        repos: Array.from({ length: repositories }, (_, index) => ({ owner: OWNER, name: nameOf(index) })),
        oauth_apps: [
          {
            client_id: CLIENT.clientId,
            client_secret: CLIENT.clientSecret,
            name: 'Integration hub',
            redirect_uris: ['http://localhost:4000/oauth/callback/github'],
          },
        ],
      },
    },
  });
  return {
    url: `${emulator.url}/`,
    client: new Octokit({ baseUrl: emulator.url, request: { fetch: fetchWith(TOKEN) } }),
    [Symbol.asyncDispose]: () => emulator.close(),
  };
}

export function nameOf(index: number): string {
  return `repository-${String(index).padStart(3, '0')}`;
}
