import { join } from 'node:path';
import type { Logger } from 'pino';
import type { OAuthEndpoints } from '../providers/provider.js';
import { EMULATED_SERVICES, type EmulatedProvider } from './emulated-services.js';
import { startEmulatorChild } from './emulator-child.js';
import type { EmulatorAddresses } from './emulator-process.js';
import { EMULATED, type Emulated } from './emulator-seeds.js';
import { SandboxState } from './sandbox-state.js';
import { forwardTo, serve } from './serve.js';

export interface SandboxOptions {
  /** The hub's own, without a trailing slash: the emulators send browsers back there. */
  publicUrl: string;
  /** Holds what outlives a restart. */
  dataDir: string;
  logger: Pick<Logger, 'warn'>;
  /** The next free one is taken where one is in use; 0 takes any. */
  ports?: Readonly<Record<Emulated, number>>;
  /** Ids of the providers that have a client of their own: they are not emulated. */
  except?: ReadonlySet<string>;
}

/** What stands in for `configureProvider` and the environment: all of it or nothing, for a client belongs to its endpoints. */
export interface SandboxProvider {
  clientId: string;
  clientSecret: string;
  /** Of what it pushes, where it has one for all accounts. */
  webhookSecret?: string;
  endpoints: OAuthEndpoints;
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

const DEFAULT_PORTS = { google: 4402, slack: 4403, github: 4404 };

/**
 * Starts local emulators of the providers that have no client of their own, with the data of a made-up
 * team. Gives their addresses within milliseconds, while a process of its own still reads the team's
 * data. Null where there is nothing to emulate. Who starts it closes it.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox | null> {
  const { publicUrl, dataDir, logger, ports = DEFAULT_PORTS, except = new Set() } = options;
  const emulated = EMULATED.filter((service) => providersOf(service, except).length > 0);
  if (emulated.length === 0) return null;

  const state = SandboxState.load(join(dataDir, 'sandbox.json'), Date.now());
  const redirectUris = {
    google: redirectUrisOf('google', publicUrl),
    slack: redirectUrisOf('slack', publicUrl),
    github: redirectUrisOf('github', publicUrl),
  };
  const closing = new AbortController();
  const emulators = Promise.withResolvers<EmulatorAddresses>();
  const fronts = await Promise.all(
    emulated.map(async (service) => {
      const emulator = forwardTo(async () => addressIn(await emulators.promise, service));
      const front = EMULATED_SERVICES[service].front(emulator, {
        state,
        redirectUris: redirectUris[service],
        webhookUrlOf: (providerId) => `${publicUrl}/webhooks/${providerId}`,
        logger,
        signal: closing.signal,
      });
      return { service, ...(await serve(front, ports[service])) };
    }),
  );
  const urls = Object.fromEntries(fronts.map(({ service, url }) => [service, url]));
  const child = startEmulatorChild({ ...state.read(), urls, redirectUris }, (reason) => {
    logger.warn({ err: reason }, 'The emulators have ended; they answer again when the hub is restarted');
  });
  child.addresses.then(emulators.resolve, emulators.reject);
  // In the log already, and told to whoever calls.
  emulators.promise.catch(() => undefined);
  return {
    providers: new Map(fronts.flatMap(({ service, url }) => providersAt(service, url, except))),
    hints: fronts.flatMap(({ service, url }) => providersOf(service, except).flatMap(({ hintsAt }) => hintsAt(url))),
    ready: emulators.promise,
    async close() {
      closing.abort();
      await Promise.all([...fronts.map((front) => front.close()), child.close()]);
    },
  };
}

/** Those that an emulator stands in for. */
function providersOf(service: Emulated, except: ReadonlySet<string>): EmulatedProvider[] {
  return EMULATED_SERVICES[service].providers.filter(({ providerId }) => !except.has(providerId));
}

function redirectUrisOf(service: Emulated, publicUrl: string): [string, ...string[]] {
  const [first, ...others] = EMULATED_SERVICES[service].providers;
  const uriOf = ({ providerId }: EmulatedProvider) => `${publicUrl}/oauth/callback/${providerId}`;
  return [uriOf(first), ...others.map(uriOf)];
}

function addressIn(addresses: EmulatorAddresses, service: Emulated): string {
  const address = addresses[service];
  if (address === undefined) throw new Error(`The emulator of ${service} did not start.`);
  return address;
}

function providersAt(
  service: Emulated,
  url: string,
  except: ReadonlySet<string>,
): [id: string, provider: SandboxProvider][] {
  const { client } = EMULATED_SERVICES[service];
  return providersOf(service, except).map(({ providerId, endpointsAt }) => [
    providerId,
    { ...client, endpoints: endpointsAt(url) },
  ]);
}
