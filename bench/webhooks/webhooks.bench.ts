import assert from 'node:assert/strict';
import { runProgram, startServer, type Process } from '../processes.js';
import { formatCount, median, type Result } from '../result.js';
import { startLinkedHub, type LinkedHub } from './linked-hub.js';
import { emptyDatabase, enginesHere, type Engine } from './places.js';

const ROUNDS = 3;
const SECONDS_A_ROUND = 5;
const CONNECTIONS = 64;
/** Of a round that ends by its time. */
const NO_END = 1_000_000;
const EVENTS_FOR_MEMORY = 100_000;
const WARM_UP = 20_000;

interface Load {
  taken: number;
  perSecond: number;
  p50: number;
  p99: number;
}

/**
 * Webhook events taken a second, each verified, sealed, durable before it is answered and worked on at the same
 * time, against a bare server that makes one durable insert a request and nothing else.
 */
export async function benchWebhooks(): Promise<Result[]> {
  const results: Result[] = [];
  for (const engine of await enginesHere()) results.push(...(await benchOn(engine)));
  return results;
}

async function benchOn(engine: Engine): Promise<Result[]> {
  console.log(`webhooks on ${engine}: ${CONNECTIONS} connections, ${SECONDS_A_ROUND} seconds a round`);
  await using hub = await startLinkedHub(engine);
  return [...(await benchThroughput(engine, hub)), await benchMemory(engine, hub)];
}

async function benchThroughput(engine: Engine, hub: LinkedHub): Promise<Result[]> {
  await using place = await emptyDatabase(engine);
  await using bare = await startServer('bench/webhooks/bare-inbox.js', [place.url]);
  const rounds: { hub: Load; bare: Load }[] = [];
  await loadHub(hub, { seconds: 3 });
  await load(bare, { seconds: 1 });
  for (let round = 0; round < ROUNDS; round += 1) {
    const loads = { bare: await load(bare, {}), hub: await loadHub(hub, {}) };
    rounds.push(loads);
    console.log(`  round ${round + 1}: hub ${describeLoad(loads.hub)}; bare ${describeLoad(loads.bare)}`);
  }
  const middle = (who: 'hub' | 'bare', what: keyof Load) => median(rounds.map((round) => round[who][what]));
  const perSecond = middle('hub', 'perSecond');
  const p99 = middle('hub', 'p99');
  return [
    {
      what: `webhook events taken, ${engine}`,
      measured: `${formatCount(perSecond)}/s with p50 ${middle('hub', 'p50').toFixed(1)} ms`,
      value: perSecond,
      aim: { atLeast: 2_000 },
      unit: 'a second',
    },
    {
      what: `the same, p99, ${engine}`,
      measured: `${p99.toFixed(1)} ms; bare ${middle('bare', 'p99').toFixed(1)} ms`,
      value: p99,
      aim: { atMost: 50 },
      unit: 'ms',
    },
    {
      what: `the same, against an insert a request, ${engine}`,
      measured: `${formatCount(perSecond)}/s against ${formatCount(middle('bare', 'perSecond'))}`,
      value: median(rounds.map((round) => round.hub.perSecond / round.bare.perSecond)),
      aim: { atLeast: 1 },
      unit: 'of bare',
    },
  ];
}

/** Resident memory over many events, once the first have made the process as large as it works at. */
async function benchMemory(engine: Engine, hub: LinkedHub): Promise<Result> {
  const { stored } = await hub.counts();
  if (stored < WARM_UP) await loadHub(hub, { seconds: 600, most: WARM_UP - stored });
  const before = await hub.memory();
  const { perSecond } = await loadHub(hub, { seconds: 600, most: EVENTS_FOR_MEMORY });
  const after = await hub.memory();
  console.log(`  ${formatCount(EVENTS_FOR_MEMORY)} events at ${formatCount(perSecond)}/s`);
  return {
    what: `memory over ${formatCount(EVENTS_FOR_MEMORY)} events, ${engine}`,
    measured: `${formatCount(before)} MiB before, ${formatCount(after)} MiB after`,
    value: after / before,
    aim: { atMost: 1.2 },
    unit: 'of before',
  };
}

/** Makes sure that every event that was answered is there, and leaves the hub idle. */
async function loadHub(hub: LinkedHub, limits: { seconds?: number; most?: number }): Promise<Load> {
  const before = await hub.counts();
  const made = await load(hub.process, limits);
  const { stored, completed } = await hub.counts();
  assert.equal(stored - before.stored, made.taken);
  const endedAt = performance.now();
  await hub.untilIdle();
  console.log(
    `  ${formatCount(made.taken)} taken, ${formatCount(completed - before.completed)} of them worked on meanwhile, ` +
      `the rest within ${formatCount(performance.now() - endedAt)} ms`,
  );
  return made;
}

async function load(server: Process, { seconds = SECONDS_A_ROUND, most = NO_END }): Promise<Load> {
  const parameters = [server.port, CONNECTIONS, seconds, most].map(String);
  return JSON.parse(await runProgram('bench/webhooks/load.js', parameters)) as Load;
}

function describeLoad({ perSecond, p50, p99 }: Load): string {
  return `${formatCount(perSecond)}/s, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
}
