import type { Logger } from 'pino';
import type { OAuthEndpoints } from '../providers/provider.js';
import { GITHUB_CLIENT, GOOGLE_CLIENT, SLACK_CLIENT, SLACK_SIGNING_SECRET, type Emulated } from './emulator-seeds.js';
import { githubFront } from './github-front.js';
import { googleFront } from './google-front.js';
import type { SandboxState } from './sandbox-state.js';
import type { Handler } from './serve.js';
import { SlackEvents } from './slack-events.js';
import { slackFront } from './slack-front.js';
import { loginOf } from './team-repositories.js';
import { ACCOUNTS } from './team.js';

/** What a front has around it. */
export interface FrontSite {
  state: SandboxState;
  /** Of the hub, where the emulator sends browsers back: one a provider. */
  redirectUris: readonly [string, ...string[]];
  /** Of the hub, where a provider delivers. */
  webhookUrlOf(providerId: string): string;
  logger: Pick<Logger, 'warn'>;
  /** Aborted when the sandbox closes. */
  signal: AbortSignal;
}

/** A provider whose place an emulator takes. */
export interface EmulatedProvider {
  providerId: string;
  endpointsAt(url: string): OAuthEndpoints;
  /** What to tell whoever started the hub, a line each. */
  hintsAt(url: string): string[];
}

/** What the hub has to know of an emulator to put it in the place of providers. */
export interface EmulatedService {
  providers: readonly [EmulatedProvider, ...EmulatedProvider[]];
  /** With the secret that proves its webhooks, where it has one for all accounts. */
  client: { clientId: string; clientSecret: string; webhookSecret?: string };
  /** What stands before the emulator, for what it does not do itself. */
  front(emulator: Handler, site: FrontSite): Handler;
}

const googleEndpointsAt = (url: string): OAuthEndpoints => ({
  authorizationUrl: `${url}/o/oauth2/v2/auth`,
  tokenUrl: `${url}/oauth2/token`,
  revocationUrl: `${url}/oauth2/revoke`,
  apiUrl: `${url}/`,
});

const googleCalendar: EmulatedProvider = {
  providerId: 'google-calendar',
  endpointsAt: googleEndpointsAt,
  hintsAt: (url) => [
    `Google is emulated on this machine (${url}), with the data of a made-up team: connect Google Calendar`,
    'and choose any of the people you are shown; more than 2,000 events arrive.',
    'For the real one set GOOGLE_CALENDAR_CLIENT_ID and GOOGLE_CALENDAR_CLIENT_SECRET.',
  ],
};

const gmail: EmulatedProvider = {
  providerId: 'gmail',
  endpointsAt: googleEndpointsAt,
  hintsAt: (url) => [
    `Gmail is emulated on this machine (${url}), with the mail of the same team: connect Gmail; 24 messages arrive,`,
    'and what the hub sends goes to nobody but its Sent folder.',
    'For the real one set GMAIL_CLIENT_ID and GMAIL_CLIENT_SECRET.',
  ],
};

const slack: EmulatedProvider = {
  providerId: 'slack',
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
};

const github: EmulatedProvider = {
  providerId: 'github',
  endpointsAt: (url) => ({
    authorizationUrl: `${url}/login/oauth/authorize`,
    tokenUrl: `${url}/login/oauth/access_token`,
    apiUrl: `${url}/`,
  }),
  hintsAt: (url) => [
    `GitHub is emulated on this machine (${url}), with repositories of the same team: connect GitHub; 3 repositories`,
    'and 12 issues arrive, and an issue that the hub opens comes back to it as an event.',
    'For the real one set GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET.',
  ],
};

export const EMULATED_SERVICES: Readonly<Record<Emulated, EmulatedService>> = {
  google: {
    providers: [googleCalendar, gmail],
    client: GOOGLE_CLIENT,
    front: (emulator, { state, redirectUris: [redirectUri], signal }) =>
      googleFront(emulator, {
        state,
        client: { ...GOOGLE_CLIENT, redirectUri },
        emails: ACCOUNTS.map(({ email }) => email),
        signal,
      }),
  },
  slack: {
    providers: [slack],
    client: { ...SLACK_CLIENT, webhookSecret: SLACK_SIGNING_SECRET },
    front: (emulator, { state, webhookUrlOf, logger, signal }) =>
      slackFront(emulator, {
        state,
        userNames: ACCOUNTS.map(({ handle }) => handle),
        events: new SlackEvents({
          url: webhookUrlOf(slack.providerId),
          signingSecret: SLACK_SIGNING_SECRET,
          logger,
          signal,
        }),
      }),
  },
  github: {
    providers: [github],
    client: GITHUB_CLIENT,
    front: (emulator, { state }) =>
      githubFront(emulator, { state, client: GITHUB_CLIENT, logins: ACCOUNTS.map(loginOf) }),
  },
};
