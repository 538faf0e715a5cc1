import { Agent, request } from 'undici';
import { signedEvent } from './signed-event.js';

/**
 * Delivers distinct events, each connection the next when the last is answered, and prints what it saw as JSON. A
 * process of its own, so that it takes no time from the server: `load.js <port> <connections> <seconds> <most>`.
 */
const [port, connections, seconds, most] = process.argv.slice(2);
const url = `http://127.0.0.1:${port}/webhooks/stripe`;
const dispatcher = new Agent({ connections: Number(connections) });
const latencies: number[] = [];
let left = Number(most);

const startedAt = performance.now();
const endsAt = startedAt + Number(seconds) * 1_000;
await Promise.all(Array.from({ length: Number(connections) }, deliverOn));
const tookMs = performance.now() - startedAt;
await dispatcher.close();

const sorted = latencies.toSorted((one, other) => one - other);
const at = (share: number) => sorted[Math.floor(sorted.length * share)];
const taken = sorted.length;
console.log(JSON.stringify({ taken, perSecond: (taken / tookMs) * 1_000, p50: at(0.5), p99: at(0.99) }));

async function deliverOn(): Promise<void> {
  while (performance.now() < endsAt && left > 0) {
    left -= 1;
    const { headers, body } = signedEvent(left);
    const sentAt = performance.now();
    const answer = await request(url, { method: 'POST', headers, body, dispatcher });
    await answer.body.dump();
    if (answer.statusCode !== 200) throw new Error(`A delivery was answered with ${answer.statusCode}.`);
    latencies.push(performance.now() - sentAt);
  }
}
