import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { OPERATOR_KEY } from '../processes.js';

/**
 * `subscribers.js <port of the hub> <how many> <changes>`: opens so many streams of changes, says so with a line, and
 * prints when all have told of so many changes how long after the commit each told, in milliseconds, as JSON. A
 * process of its own, so that it takes no time from the hub.
 */
const [port = '', count = '', changes = ''] = process.argv.slice(2);
const query = 'subscription { recordsChanged { snapshot at } }';
const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
const latencies: number[] = [];
let told = 0;

const streams: IncomingMessage[] = [];
for (let opened = 0; opened < Number(count); opened += 1) streams.push(await open());
const everything = Promise.all(streams.map(readAll));
console.log('open');
await everything;
console.log(JSON.stringify({ latencies, told }));
process.exit(0);

async function open(): Promise<IncomingMessage> {
  const stream = request({
    port: Number(port),
    host: '127.0.0.1',
    path: '/graphql',
    method: 'POST',
    agent,
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: `Bearer ${OPERATOR_KEY}`,
    },
  });
  stream.end(JSON.stringify({ query }));
  const [response] = (await once(stream, 'response')) as [IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`A stream was answered with ${response.statusCode}.`);
  return response;
}

async function readAll(stream: IncomingMessage): Promise<void> {
  let seen = 0;
  let rest = '';
  for await (const chunk of stream) {
    const arrivedAt = Date.now();
    const lines = (rest + (chunk as Buffer).toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const at = /"snapshot":false,"at":"([^"]+)"/.exec(line)?.[1];
      if (at === undefined) continue;
      latencies.push(arrivedAt - Date.parse(at));
      told += 1;
      seen += 1;
      if (seen === Number(changes)) {
        // The others have to be read to their end, too.
        await delay(0);
        return;
      }
    }
  }
  throw new Error('The hub ended a stream.');
}
