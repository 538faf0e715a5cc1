import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';
import type { Result } from '../result.js';
import { startLinkedHub, type LinkedHub } from '../webhooks/linked-hub.js';
import { enginesHere, type Engine } from '../webhooks/places.js';
import { signedEvent } from '../webhooks/signed-event.js';

const SUBSCRIBERS = 1_000;
const CHANGES = 40;
const BETWEEN_MS = 500;

/** How soon a committed change reaches 1,000 streams of server-sent events, and what each of them takes. */
export async function benchLive(): Promise<Result[]> {
  const results: Result[] = [];
  for (const engine of await enginesHere()) results.push(...(await benchOn(engine)));
  return results;
}

async function benchOn(engine: Engine): Promise<Result[]> {
  console.log(`live on ${engine}: ${CHANGES} changes, each told to ${SUBSCRIBERS} subscribers`);
  await using hub = await startLinkedHub(engine);
  await change(hub, 0);
  await hub.untilIdle();
  const before = await hub.memory();
  const subscribers = startSubscribers(hub.process.port);
  await subscribers.open;
  const after = await hub.memory();
  for (let number = 1; number <= CHANGES; number += 1) {
    await change(hub, number);
    await delay(BETWEEN_MS);
  }
  const { latencies, told } = await subscribers.end;
  if (told !== SUBSCRIBERS * CHANGES) throw new Error(`${told} changes were told of.`);
  const sorted = latencies.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  const each = ((after - before) * 1024) / SUBSCRIBERS;
  return [
    {
      what: `a change at ${SUBSCRIBERS} subscribers, p99, ${engine}`,
      measured: `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, the last ${at(1 - Number.EPSILON)} ms after the commit`,
      value: at(0.99),
      aim: { atMost: 100 },
      unit: 'ms',
    },
    {
      what: `memory of ${SUBSCRIBERS} subscribers, ${engine}`,
      measured: `${each.toFixed(0)} KB each, from ${before.toFixed(0)} to ${after.toFixed(0)} MB`,
      value: after - before,
      aim: { atMost: 100 },
      unit: 'MB',
    },
  ];
}

/** A delivery of a provider that changes one record. */
async function change({ process }: LinkedHub, number: number): Promise<void> {
  const { headers, body } = signedEvent(number);
  const url = `http://127.0.0.1:${process.port}/webhooks/stripe`;
  const answer = await request(url, { method: 'POST', headers, body });
  await answer.body.dump();
  if (answer.statusCode !== 200) throw new Error(`A delivery was answered with ${answer.statusCode}.`);
}

interface Told {
  latencies: number[];
  told: number;
}

function startSubscribers(port: number): { open: Promise<unknown>; end: Promise<Told> } {
  const program = join(import.meta.dirname, 'subscribers.js');
  const parameters = [program, String(port), String(SUBSCRIBERS), String(CHANGES)];
  const child = spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const failed = once(child, 'close').then(([code]) => {
    throw new Error(`The subscribers ended with ${code}.`);
  });
  const open = once(lines, 'line');
  const end = open.then(() => once(lines, 'line')).then(([line]) => JSON.parse(line as string) as Told);
  failed.catch(() => undefined);
  return { open: Promise.race([open, failed]), end: Promise.race([end, failed]) };
}
