import { join } from 'node:path';
import { graphqlRequest, startHub, untilAnswered } from './processes.js';
import { formatCount, median, type Result } from './result.js';
import { scratchFolder } from './scratch.js';

const ROUNDS = 5;

/** Milliseconds from starting the process, on an empty database, to its first GraphQL answer. */
export async function benchStart(): Promise<Result[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await measure());
  const described = times.map(formatCount).join(', ');
  console.log(`start: ${described} ms`);
  return [
    {
      what: 'start to first GraphQL answer',
      measured: `median of ${described} ms`,
      value: median(times),
      aim: { atMost: 1500 },
      unit: 'ms',
    },
  ];
}

async function measure(): Promise<number> {
  await using folder = await scratchFolder();
  await using hub = await startHub(join(folder.path, 'hub.sqlite'));
  return (await untilAnswered(hub, graphqlRequest('{ viewer { role } }'))) - hub.startedAt;
}
