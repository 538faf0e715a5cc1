import type { ApiKeyAuth, OAuth2Auth } from '../provider.js';
import { createGitHubApi } from './github-api.js';
import { normalizeGitHubTokens } from './github-tokens.js';

/**
 * An OAuth app's tokens do not expire; where the client is a GitHub App's, or has expiring tokens switched
 * on, they come with a refresh token, and GitHub gives the app's own permissions whatever scopes are asked for.
 * @see https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
 */
export const githubOAuth: OAuth2Auth = {
  method: 'OAUTH2',
  scopes: [
    {
      name: 'repo',
      reason:
        'To read your repositories and issues, private ones too, and to create issues. GitHub has no narrower scope for private repositories; public_repo does for public ones.',
    },
    { name: 'read:user', reason: 'To know which GitHub account it is.' },
    { name: 'admin:repo_hook', reason: 'To have GitHub report changes at once, where you administer the repository.' },
  ],
  pkce: true,
  clientAuthentication: 'client_secret_post',
  // Else whoever is signed in to GitHub could link no account but that one.
  authorizationParameters: { prompt: 'select_account' },
  normalizeTokens: normalizeGitHubTokens,
  async revoke({ fetch, apiUrl, accessToken, client }) {
    // https://docs.github.com/en/rest/apps/oauth-applications#delete-an-app-authorization
    const sdk = await createGitHubApi({ fetch, apiUrl })();
    const pair = Buffer.from(`${client.id}:${client.secret}`).toString('base64');
    await sdk.request('DELETE /applications/{client_id}/grant', {
      client_id: client.id,
      access_token: accessToken,
      headers: { authorization: `Basic ${pair}` },
    });
  },
};

/** A personal access token, classic or fine-grained. */
export const githubToken: ApiKeyAuth = {
  method: 'API_KEY',
  headers: ({ apiKey }) => ({ authorization: `Bearer ${apiKey}` }),
  help: {
    url: 'https://github.com/settings/personal-access-tokens',
    hint: 'A personal access token with Metadata: read and Issues: read of the repositories that you choose; Issues: write, where your product opens them.',
  },
};
