// Runs in a process of its own.
import crypto, { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { syncBuiltinESMExports } from 'node:module';
import { constants, setPriority } from 'node:os';
import { createEmulator } from 'emulate';
import { openIssues } from './open-issues.js';
import { EMULATED, seedOf, type Emulated, type OfEmulators, type SeedFacts } from './emulator-seeds.js';

/** What the hub sends first. */
export interface EmulatorOrders extends SeedFacts {
  /** As browsers reach each emulator that is to run. */
  urls: OfEmulators<string>;
}

/** What comes back: where each really listens. */
export type EmulatorAddresses = OfEmulators<string>;

/** Seeded rows all carry this moment, so that a restart finds nothing changed. */
const SEEDED_AT = Date.UTC(2026, 0, 5, 8);

// Whoever waits for the hub's first answer comes first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
process.on('disconnect', () => process.exit(0));
// A terminal's Ctrl+C reaches this process too, while the hub may still need it to stop well.
process.on('SIGINT', () => undefined);
process.once('message', (orders: EmulatorOrders) => void start(orders));

async function start(orders: EmulatorOrders): Promise<void> {
  const addresses: Partial<Record<Emulated, string>> = {};
  for (const service of EMULATED) {
    const baseUrl = orders.urls[service];
    if (baseUrl !== undefined) addresses[service] = await repeatably(() => startOne(service, baseUrl, orders));
  }
  process.send?.(addresses satisfies EmulatorAddresses);
}

async function startOne(service: Emulated, baseUrl: string, facts: SeedFacts): Promise<string> {
  const port = await freePort();
  await createEmulator({ service, port, baseUrl, seed: seedOf(service, facts) });
  const address = `http://127.0.0.1:${port}`;
  if (service === 'github') await openIssues(address);
  return address;
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Seeds with the same ids and the same times every time: the emulator draws both, and takes no others. */
async function repeatably<Result>(seed: () => Promise<Result>): Promise<Result> {
  const { randomBytes } = crypto;
  const RealDate = Date;
  let draws = 0;
  const drawn = (size: number) =>
    createHash('sha512')
      .update(`seed ${(draws += 1)}`)
      .digest()
      .subarray(0, size);
  crypto.randomBytes = drawn;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given: unknown[]) =>
      Reflect.construct(target, given.length === 0 ? [SEEDED_AT] : given) as Date,
    get: (target, name) => (name === 'now' ? () => SEEDED_AT : Reflect.get(target, name)),
  });
  syncBuiltinESMExports();
  try {
    return await seed();
  } finally {
    crypto.randomBytes = randomBytes;
    globalThis.Date = RealDate;
    syncBuiltinESMExports();
  }
}
