import { join } from 'node:path';
import type { Logger } from 'pino';
import type { ProviderEndpoints } from '../providers/provider.js';
import { startEmulatorChild } from './emulator-child.js';
import type { EmulatorAddresses } from './emulator-process.js';
import { GOOGLE_CLIENT, SLACK_CLIENT, type Emulated } from './emulator-seeds.js';
import { googleFront } from './google-front.js';
import { SandboxState } from './sandbox-state.js';
import { forwardTo, serve, type Handler } from './serve.js';
import { slackFront } from './slack-front.js';
import { ACCOUNTS } from './team.js';

export interface SandboxOptions {
  /** The hub's own, without a trailing slash: the emulators send browsers back there. */
  publicUrl: string;
  /** Holds what outlives a restart. */
  dataDir: string;
  logger: Pick<Logger, 'warn'>;
  /** The next free one is taken where one is in use; 0 takes any. */
  ports?: { google: number; slack: number };
}

/** What stands in for `configureProvider` and the environment: all of it or nothing, for a client belongs to its endpoints. */
export interface SandboxProvider {
  clientId: string;
  clientSecret: string;
  endpoints: ProviderEndpoints;
}

export interface Sandbox {
  /** By provider id. */
  providers: ReadonlyMap<string, SandboxProvider>;
  /** What to tell whoever started the hub, a line each. */
  hints: readonly string[];
  /** Resolves when the emulators answer; calls that come before wait. Rejects where they did not start. */
  ready: Promise<unknown>;
  close(): Promise<void>;
}

const DEFAULT_PORTS = { google: 4402, slack: 4403 };

/**
 * Starts local emulators of Google and Slack with the data of a made-up team. Gives their addresses
 * within milliseconds, while a process of its own still reads the team's data. Who starts it closes it.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { publicUrl, dataDir, logger, ports = DEFAULT_PORTS } = options;
  const state = SandboxState.load(join(dataDir, 'sandbox.json'), Date.now());
  const redirectUris = {
    google: `${publicUrl}/oauth/callback/google-calendar`,
    slack: `${publicUrl}/oauth/callback/slack`,
  };
  const emulators = Promise.withResolvers<EmulatorAddresses>();
  const [google, slack] = await Promise.all([
    serve(googleFrontOf(state, redirectUris.google, emulators.promise), ports.google),
    serve(slackFrontOf(state, emulators.promise), ports.slack),
  ]);
  const urls = { google: google.url, slack: slack.url };
  const child = startEmulatorChild({ ...state.read(), urls, redirectUris }, (reason) => {
    logger.warn(
      { err: reason },
      'The emulators have ended; their Google and Slack answer again when the hub is restarted',
    );
  });
  child.addresses.then(emulators.resolve, emulators.reject);
  // In the log already, and told to whoever calls.
  emulators.promise.catch(() => undefined);
  return {
    providers: providersAt(urls),
    hints: hintsFor(urls),
    ready: emulators.promise,
    async close() {
      await Promise.all([google.close(), slack.close(), child.close()]);
    },
  };
}

function googleFrontOf(state: SandboxState, redirectUri: string, emulators: Promise<EmulatorAddresses>): Handler {
  const emails = ACCOUNTS.map(({ email }) => email);
  const emulator = forwardTo(async () => (await emulators).google);
  return googleFront(emulator, state, { ...GOOGLE_CLIENT, redirectUri }, emails);
}

function slackFrontOf(state: SandboxState, emulators: Promise<EmulatorAddresses>): Handler {
  const emulator = forwardTo(async () => (await emulators).slack);
  return slackFront(
    emulator,
    state,
    ACCOUNTS.map(({ handle }) => handle),
  );
}

function providersAt({ google, slack }: Record<Emulated, string>): Map<string, SandboxProvider> {
  const endpoints = {
    google: {
      authorizationUrl: `${google}/o/oauth2/v2/auth`,
      tokenUrl: `${google}/oauth2/token`,
      revocationUrl: `${google}/oauth2/revoke`,
      apiUrl: `${google}/`,
    },
    slack: {
      authorizationUrl: `${slack}/oauth/v2/authorize`,
      tokenUrl: `${slack}/api/oauth.v2.access`,
      apiUrl: `${slack}/api/`,
    },
  };
  return new Map([
    ['google-calendar', { ...GOOGLE_CLIENT, endpoints: endpoints.google }],
    ['slack', { ...SLACK_CLIENT, endpoints: endpoints.slack }],
  ]);
}

function hintsFor({ google, slack }: Record<Emulated, string>): string[] {
  return [
    `Google and Slack are emulated on this machine (${google}, ${slack}), with the data of a made-up team.`,
    'Connect Google Calendar or Slack and choose any of the people you are shown: more than 2,000 events, or 25 channels and 42 people, arrive.',
    'For the real ones set GOOGLE_CALENDAR_CLIENT_ID and GOOGLE_CALENDAR_CLIENT_SECRET, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET.',
  ];
}
