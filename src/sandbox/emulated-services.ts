import type { Logger } from 'pino';
import type { ProviderEndpoints } from '../providers/provider.js';
import { GOOGLE_CLIENT, SLACK_CLIENT, SLACK_SIGNING_SECRET, type Emulated } from './emulator-seeds.js';
import { googleFront } from './google-front.js';
import type { SandboxState } from './sandbox-state.js';
import type { Handler } from './serve.js';
import { SlackEvents } from './slack-events.js';
import { slackFront } from './slack-front.js';
import { ACCOUNTS } from './team.js';

/** What a front has around it. */
export interface FrontSite {
  state: SandboxState;
  /** Of the hub, where the emulator sends browsers back. */
  redirectUri: string;
  /** Of the hub, where the provider delivers. */
  webhookUrl: string;
  logger: Pick<Logger, 'warn'>;
  /** Aborted when the sandbox closes. */
  signal: AbortSignal;
}

/** What the hub has to know of an emulator to put it in the place of a provider. */
export interface EmulatedService {
  providerId: string;
  /** With the secret that proves its webhooks, where it has one for all accounts. */
  client: { clientId: string; clientSecret: string; webhookSecret?: string };
  /** What stands before the emulator, for what it does not do itself. */
  front(emulator: Handler, site: FrontSite): Handler;
  endpointsAt(url: string): ProviderEndpoints;
  /** What to tell whoever started the hub, a line each. */
  hintsAt(url: string): string[];
}

export const EMULATED_SERVICES: Readonly<Record<Emulated, EmulatedService>> = {
  google: {
    providerId: 'google-calendar',
    client: GOOGLE_CLIENT,
    front: (emulator, { state, redirectUri, signal }) =>
      googleFront(emulator, {
        state,
        client: { ...GOOGLE_CLIENT, redirectUri },
        emails: ACCOUNTS.map(({ email }) => email),
        signal,
      }),
    endpointsAt: (url) => ({
      authorizationUrl: `${url}/o/oauth2/v2/auth`,
      tokenUrl: `${url}/oauth2/token`,
      revocationUrl: `${url}/oauth2/revoke`,
      apiUrl: `${url}/`,
    }),
    hintsAt: (url) => [
      `Google is emulated on this machine (${url}), with the data of a made-up team: connect Google Calendar`,
      'and choose any of the people you are shown; more than 2,000 events arrive.',
      'For the real one set GOOGLE_CALENDAR_CLIENT_ID and GOOGLE_CALENDAR_CLIENT_SECRET.',
    ],
  },
  slack: {
    providerId: 'slack',
    client: { ...SLACK_CLIENT, webhookSecret: SLACK_SIGNING_SECRET },
    front: (emulator, { state, webhookUrl: url, logger, signal }) =>
      slackFront(emulator, {
        state,
        userNames: ACCOUNTS.map(({ handle }) => handle),
        events: new SlackEvents({ url, signingSecret: SLACK_SIGNING_SECRET, logger, signal }),
      }),
    endpointsAt: (url) => ({
      authorizationUrl: `${url}/oauth/v2/authorize`,
      tokenUrl: `${url}/api/oauth.v2.access`,
      apiUrl: `${url}/api/`,
    }),
    hintsAt: (url) => [
      `Slack is emulated on this machine (${url}), with the workspace of a made-up team: connect Slack`,
      'and choose any of the people you are shown; 25 channels and 42 people arrive. What the hub posts comes back',
      'to it as an event, as from the real one.',
      'For the real one set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET.',
    ],
  },
};
