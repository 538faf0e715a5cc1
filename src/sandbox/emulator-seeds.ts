import type { SeedConfig } from 'emulate';
import type { GitHubGrant, GoogleGrant, SlackGrant } from './sandbox-state.js';
import { calendarsOf, eventsOf } from './team-calendars.js';
import { TEAM_CHANNELS } from './team-channels.js';
import { mailOf } from './team-mail.js';
import { loginOf, repositoriesOf } from './team-repositories.js';
import { ACCOUNTS, COLLEAGUES, TEAM, TEAM_NAME } from './team.js';

export const EMULATED = ['google', 'slack', 'github'] as const;

export type Emulated = (typeof EMULATED)[number];

/** Something of each emulator that runs. */
export type OfEmulators<Value> = Readonly<Partial<Record<Emulated, Value>>>;

export interface SeedFacts {
  redirectUris: Readonly<Record<Emulated, readonly string[]>>;
  /** The seeded events lie around it, the mail before it. */
  monday: string;
  google: readonly GoogleGrant[];
  slack: readonly SlackGrant[];
  github: readonly GitHubGrant[];
}

export const GOOGLE_CLIENT = { clientId: 'sandbox-google-client', clientSecret: 'sandbox-google-secret' } as const;
export const SLACK_CLIENT = { clientId: '1000000000.2000000000', clientSecret: 'sandbox-slack-secret' } as const;

export const GITHUB_CLIENT = { clientId: 'sandbox-github-client', clientSecret: 'sandbox-github-secret' } as const;

/** Signs what the sandbox's Slack sends to the hub. */
export const SLACK_SIGNING_SECRET = 'sandbox-slack-signing-secret';

const SLACK_APP = { app_id: 'A0SANDBOX1', bot_id: 'B0SANDBOX1', bot_user_id: 'U0SANDBOX1' } as const;

/** What an emulator knows when it starts: the data of a team, and the tokens issued before. */
export function seedOf(service: Emulated, facts: SeedFacts): SeedConfig {
  return SEEDS[service](facts);
}

function googleSeed({ google, redirectUris, monday }: SeedFacts): SeedConfig {
  const issued = google.flatMap(({ email, scope, accessTokens }) =>
    accessTokens.map((token) => [token, { login: email, scopes: scope.split(' ') }] as const),
  );
  return {
    tokens: Object.fromEntries(issued),
    google: {
      users: ACCOUNTS.map(({ email, name }) => ({ email, name })),
      oauth_clients: [oauthClient(GOOGLE_CLIENT, redirectUris.google)],
      calendars: ACCOUNTS.flatMap(calendarsOf),
      messages: ACCOUNTS.flatMap((person) => mailOf(person, monday)),
      calendar_events: ACCOUNTS.flatMap((person) => eventsOf(person, monday)),
    },
  };
}

function slackSeed({ slack, redirectUris }: SeedFacts): SeedConfig {
  const users = [...TEAM, ...COLLEAGUES].map(({ handle, name, email, title }, index) => ({
    name: handle,
    real_name: name,
    email,
    is_admin: index === 0,
    profile: { title },
  }));
  const { app_id, bot_id, bot_user_id } = SLACK_APP;
  const bot = { type: 'bot', user_id: bot_user_id, bot_user_id, bot_id, app_id };
  return {
    slack: {
      team: { name: TEAM_NAME, domain: 'acorn' },
      users,
      channels: TEAM_CHANNELS.map(([name, topic]) => ({ name, topic, purpose: topic })),
      oauth_apps: [{ ...oauthClient(SLACK_CLIENT, redirectUris.slack), ...SLACK_APP, bot_name: 'integration-hub' }],
      tokens: slack.map(({ token, scopes }) => ({ ...bot, token, scopes })),
    },
  };
}

/** Who has a token of the emulator itself, to open the issues that it cannot be seeded with. */
export function seedingTokenOf(login: string): string {
  return `seed-${login}`;
}

function githubSeed({ github, redirectUris }: SeedFacts): SeedConfig {
  const logins = ACCOUNTS.map(loginOf);
  const seeding = logins.map((login) => [seedingTokenOf(login), { login, scopes: ['repo'] }] as const);
  const issued = github.map(({ token, login, scopes }) => [token, { login, scopes }] as const);
  return {
    tokens: Object.fromEntries([...seeding, ...issued]),
    github: {
      users: ACCOUNTS.map((person) => ({ login: loginOf(person), name: person.name, email: person.email })),
      repos: ACCOUNTS.flatMap(repositoriesOf),
      oauth_apps: [oauthClient(GITHUB_CLIENT, redirectUris.github)],
    },
  };
}

const SEEDS: Readonly<Record<Emulated, (facts: SeedFacts) => SeedConfig>> = {
  google: googleSeed,
  slack: slackSeed,
  github: githubSeed,
};

function oauthClient(
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
  redirectUris: readonly string[],
) {
  return {
    client_id: clientId,
    client_secret: clientSecret,
    name: 'Integration hub',
    redirect_uris: [...redirectUris],
  };
}
