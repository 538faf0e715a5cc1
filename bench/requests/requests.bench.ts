import { Agent, request } from 'undici';
import type { Fetch } from '../../src/providers/provider.js';
import { startServer, type Process } from '../processes.js';
import { formatCount, median, type Result } from '../result.js';
import { openHubFetch, type HubFetch } from './hub-fetch.js';

const ROUNDS = 5;
const LATENCY_CALLS = 3_000;
const THROUGHPUT_CALLS = 15_000;
const CONCURRENCY = 20;
const HANGING_CALLS = 100;
const NEIGHBOUR_CALLS = 2_000;

type Call = () => Promise<unknown>;

/** What `integration.fetch` adds to bare undici, and whether a provider that hangs slows another. */
export async function benchRequests(): Promise<Result[]> {
  await using server = await startServer('bench/requests/provider-server.js', []);
  await using sick = await startServer('bench/requests/provider-server.js', []);
  await using hub = await openHubFetch();
  const agent = new Agent({ connections: 256 });
  const bare: Call = async () => (await request(`${urlOf(server)}things`, { dispatcher: agent })).body.arrayBuffer();
  const fetch = hub.fetchAt(urlOf(server));
  const ours: Call = async () => (await fetch(`${urlOf(server)}things`)).arrayBuffer();
  await untilUp(bare);
  await repeat(ours, 2_000, CONCURRENCY);
  await repeat(bare, 2_000, CONCURRENCY);

  const results = [...(await measureLatency(ours, bare)), ...(await measureThroughput(hub, ours, bare))];
  results.push(await measureNeighbour(ours, hub.fetchAt(urlOf(sick)), urlOf(sick)));
  await agent.destroy();
  return results;
}

async function measureLatency(ours: Call, bare: Call): Promise<Result[]> {
  const rounds: { p50: number; p99: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [without, withHub] = [await latencies(bare, LATENCY_CALLS), await latencies(ours, LATENCY_CALLS)];
    const added = { p50: at(withHub, 0.5) - at(without, 0.5), p99: at(withHub, 0.99) - at(without, 0.99) };
    rounds.push(added);
    console.log(
      `  latency, round ${round + 1}: bare p50 ${at(without, 0.5).toFixed(3)} ms, p99 ${at(without, 0.99).toFixed(3)} ms; ` +
        `integration.fetch p50 ${at(withHub, 0.5).toFixed(3)} ms, p99 ${at(withHub, 0.99).toFixed(3)} ms`,
    );
  }
  const p50 = median(rounds.map((round) => round.p50));
  const p99 = median(rounds.map((round) => round.p99));
  return [
    {
      what: 'integration.fetch, added at p50',
      measured: `${p50.toFixed(3)} ms`,
      value: p50,
      aim: { atMost: 1 },
      unit: 'ms',
    },
    {
      what: 'integration.fetch, added at p99',
      measured: `${p99.toFixed(3)} ms`,
      value: p99,
      aim: { atMost: 5 },
      unit: 'ms',
    },
  ];
}

async function measureThroughput(hub: HubFetch, ours: Call, bare: Call): Promise<Result[]> {
  const rounds: { bare: number; ours: number }[] = [];
  const before = hub.statements();
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({
      bare: await repeat(bare, THROUGHPUT_CALLS, CONCURRENCY),
      ours: await repeat(ours, THROUGHPUT_CALLS, CONCURRENCY),
    });
  }
  const statements = (hub.statements() - before) / (ROUNDS * THROUGHPUT_CALLS);
  const perSecond = (part: 'bare' | 'ours') => formatCount(median(rounds.map((round) => round[part])));
  return [
    {
      what: `integration.fetch, ${CONCURRENCY} at a time`,
      measured: `${perSecond('ours')} calls/s against ${perSecond('bare')}; ${statements.toFixed(3)} statements a call`,
      value: median(rounds.map((round) => round.ours / round.bare)),
      aim: { atLeast: 0.5 },
      unit: 'of bare',
    },
  ];
}

/** p95 of a provider's calls while another hangs, against p95 while it does not. */
async function measureNeighbour(ours: Call, sickFetch: Fetch, sickUrl: string): Promise<Result> {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const alone = at(await latencies(ours, NEIGHBOUR_CALLS), 0.95);
    const giveUp = new AbortController();
    const hanging = Array.from({ length: HANGING_CALLS }, () =>
      sickFetch(`${sickUrl}hang`, { signal: giveUp.signal }).catch(() => undefined),
    );
    const beside = at(await latencies(ours, NEIGHBOUR_CALLS), 0.95);
    giveUp.abort();
    await Promise.all(hanging);
    ratios.push(alone / beside);
  }
  return {
    what: 'p95 beside a provider that hangs',
    measured: `${HANGING_CALLS} calls of it under way`,
    value: median(ratios),
    aim: { atLeast: 0.8 },
    unit: 'of bare',
  };
}

/** Milliseconds of each of so many calls, one after the other, sorted. */
async function latencies(call: Call, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const before = performance.now();
    await call();
    times.push(performance.now() - before);
  }
  return times.toSorted((a, b) => a - b);
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
}

/** Calls a second. */
async function repeat(call: Call, count: number, concurrency: number): Promise<number> {
  let left = count;
  const before = performance.now();
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      await call();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return (count / (performance.now() - before)) * 1000;
}

async function untilUp(call: Call): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    const isUp = await call().then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('The provider of the bench did not start.');
}

function urlOf({ port }: Process): string {
  return `http://127.0.0.1:${port}/`;
}
