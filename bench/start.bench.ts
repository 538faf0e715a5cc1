import { join } from 'node:path';
import { graphqlRequest, startHub, startHubWithSandbox, untilAnswered } from './processes.js';
import { formatCount, median, type Result } from './result.js';
import { scratchFolder } from './scratch.js';

const ROUNDS = 5;

/** Milliseconds from starting the process, on an empty database, to its first GraphQL answer. */
export async function benchStart(): Promise<Result[]> {
  return [
    await benchOne('start to first GraphQL answer', startHub),
    await benchOne('the same in development, with the sandbox', startHubWithSandbox),
  ];
}

async function benchOne(what: string, start: typeof startHub): Promise<Result> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await measure(start));
  const described = times.map(formatCount).join(', ');
  console.log(`${what}: ${described} ms`);
  return { what, measured: `median of ${described} ms`, value: median(times), aim: { atMost: 1500 }, unit: 'ms' };
}

async function measure(start: typeof startHub): Promise<number> {
  await using folder = await scratchFolder();
  await using hub = await start(join(folder.path, 'hub.sqlite'));
  return (await untilAnswered(hub, graphqlRequest('{ viewer { role } }'))) - hub.startedAt;
}
