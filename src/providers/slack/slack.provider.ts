import { z } from 'zod';
import { defineProvider, type Account, type OAuth2Auth } from '../provider.js';
import { getChannels } from './get-channels.action.js';
import { postMessage } from './post-message.action.js';
import { createSlackApi, type SlackApi } from './slack-api.js';
import { slackChannelModel } from './slack-channel.model.js';
import { meaningOfSlack, slackErrorOf } from './slack-error.js';
import { slackLimits } from './slack-limits.js';
import { slackMessageModel } from './slack-message.model.js';
import { normalizeSlackTokens } from './slack-tokens.js';
import { slackUserModel } from './slack-user.model.js';
import { slackWebhook } from './slack-webhook.js';

/** @see https://docs.slack.dev/authentication/installing-with-oauth */
const auth: OAuth2Auth = {
  method: 'OAUTH2',
  scopes: [
    { name: 'channels:read', reason: 'To see the public channels of the workspace.' },
    { name: 'channels:history', reason: 'To read what is said in the public channels that the app was invited to.' },
    { name: 'users:read', reason: 'To see who is in the workspace.' },
    { name: 'users:read.email', reason: 'To know people by their addresses.' },
    { name: 'chat:write', reason: 'To post messages, as the app, where it was invited.' },
  ],
  scopeSeparator: ',',
  // PKCE would make the app a public client for good, and Slack gives no bot token to one at localhost.
  // https://docs.slack.dev/authentication/using-pkce
  pkce: false,
  // Slack takes Basic too; but there RFC 6749 percent-encodes the dot of its client ids, and not every server undoes that.
  clientAuthentication: 'client_secret_post',
  normalizeTokens: normalizeSlackTokens,
  async revoke({ fetch, apiUrl, accessToken }) {
    // https://docs.slack.dev/reference/methods/auth.revoke
    const client = await createSlackApi({ fetch, apiUrl }, accessToken)();
    await client.auth.revoke();
  },
};

export const slack = defineProvider<SlackApi>({
  id: 'slack',
  name: 'Slack',
  category: 'messaging',
  docsUrl: 'https://docs.slack.dev',
  endpoints: {
    authorizationUrl: 'https://slack.com/oauth/v2/authorize',
    tokenUrl: 'https://slack.com/api/oauth.v2.access',
    apiUrl: 'https://slack.com/api/',
  },
  auth: [auth],
  limits: slackLimits,
  createApi: (context) => createSlackApi(context),
  identify,
  isRead: (url) => READS.test(url.pathname),
  meaningOf: meaningOfSlack,
  errorOf: slackErrorOf,
  models: [slackChannelModel, slackUserModel, slackMessageModel],
  actions: [postMessage, getChannels],
  webhook: slackWebhook,
});

/** Slack takes every call by POST. */
const READS = /\/(auth\.test|conversations\.(list|history|replies)|users\.(list|conversations))$/;

const identity = z.object({ team_id: z.string().min(1), team: z.string().min(1) });

/** The account is the workspace: the token is the app's, whoever installed it. */
async function identify(api: SlackApi): Promise<Account> {
  const { team_id, team } = identity.parse(await (await api()).auth.test());
  return { externalId: team_id, label: team };
}
