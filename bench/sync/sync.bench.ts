import { formatCount, median, type Result } from '../result.js';
import { openBareUpsert } from './bare-upsert.js';
import { openHubSync } from './hub-sync.js';
import { benchRows } from './rows.js';

const ROWS = 50_000;
const ROWS_PER_PAGE = 1000;
const ROUNDS = 5;

interface Round {
  hub: { addedMs: number; unchangedMs: number };
  bare: { addedMs: number; unchangedMs: number };
}

/** Records a second of a FULL sync through the engine, against a bare prepared upsert of the same rows. */
export async function benchSync(): Promise<Result[]> {
  const rows = benchRows(ROWS);
  const bytes = JSON.stringify(rows[0]).length;
  console.log(`sync: ${formatCount(ROWS)} rows of about ${bytes} bytes, ${formatCount(ROWS_PER_PAGE)} a transaction`);
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const bare = await measureBare(rows);
    const hub = await measureHub(rows);
    rounds.push({ hub, bare });
    console.log(`  round ${round + 1}: hub ${describeRun(hub)}; bare ${describeRun(bare)}`);
  }
  return [
    resultOf('FULL sync, all new', rounds, 'addedMs'),
    resultOf('FULL sync, nothing changed', rounds, 'unchangedMs'),
  ];
}

async function measureHub(rows: ReturnType<typeof benchRows>): Promise<Round['hub']> {
  await using hub = await openHubSync(rows, ROWS_PER_PAGE);
  return { addedMs: await hub.run('added'), unchangedMs: await hub.run('unchanged') };
}

async function measureBare(rows: ReturnType<typeof benchRows>): Promise<Round['bare']> {
  await using bare = await openBareUpsert(rows, ROWS_PER_PAGE);
  return { addedMs: bare.run(), unchangedMs: bare.run() };
}

function resultOf(what: string, rounds: readonly Round[], part: keyof Round['hub']): Result {
  const hub = median(rounds.map((round) => perSecond(round.hub[part])));
  const bare = median(rounds.map((round) => perSecond(round.bare[part])));
  return {
    what,
    measured: `${formatCount(hub)} records/s against ${formatCount(bare)}`,
    // Of each round, whose two halves ran in the same minute on the same machine.
    value: median(rounds.map((round) => round.bare[part] / round.hub[part])),
    aim: { atLeast: 0.5 },
    unit: 'of bare',
  };
}

function perSecond(ms: number): number {
  return (ROWS / ms) * 1000;
}

function describeRun({ addedMs, unchangedMs }: Round['hub']): string {
  return `${formatCount(perSecond(addedMs))} new/s, ${formatCount(perSecond(unchangedMs))} unchanged/s`;
}
