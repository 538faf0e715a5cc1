import { formatCount, median, type Result } from '../result.js';
import { openIssueHub, type IssueHub } from './issue-hub.js';
import { benchPlaces, type OpenPlace } from './places.js';

const SMALL = 1_000;
const LARGE = 100_000;
const ASKED = 200;

/** Each of them has 50 issues and more among the 1,000. */
const PAGES = {
  all: '',
  'by state': 'state: OPEN',
  'by repository': 'repositoryFullName: "acme/repository-7"',
  'by both': 'repositoryFullName: "acme/repository-8", state: OPEN',
  'by state, before a time': 'state: OPEN, updatedBefore: "2020-01-25T00:00:00Z"',
};

/** A page of 50 of a model's list as a user asks for it: what it costs among 100,000 records against 1,000. */
export async function benchRecords(): Promise<Result[]> {
  const results: Result[] = [];
  for (const [engine, open] of benchPlaces()) results.push(...(await benchOn(engine, open)));
  return results;
}

async function benchOn(engine: string, open: OpenPlace): Promise<Result[]> {
  console.log(`records: ${formatCount(LARGE)} issues and ${formatCount(SMALL)} on ${engine}`);
  await using smallPlace = await open();
  await using largePlace = await open();
  await using small = await openIssueHub(smallPlace.url, SMALL);
  await using large = await openIssueHub(largePlace.url, LARGE);
  const results: Result[] = [];
  for (const [what, filters] of Object.entries(PAGES)) {
    const rounds: { few: number; many: number }[] = [];
    for (let round = 0; round < ASKED; round += 1) {
      rounds.push({ few: await askFor(small, filters), many: await askFor(large, filters) });
    }
    results.push(resultOf(`page of 50 on ${engine}, ${what}`, rounds));
  }
  return results;
}

/** Milliseconds that a page took. */
async function askFor(hub: IssueHub, filters: string): Promise<number> {
  const began = performance.now();
  const count = await hub.readIssues(`first: 50, ${filters}`);
  const took = performance.now() - began;
  if (count !== 50) throw new Error(`A page of "${filters}" has ${count} issues.`);
  return took;
}

function resultOf(what: string, rounds: readonly { few: number; many: number }[]): Result {
  const [few, many] = [median(rounds.map((round) => round.few)), median(rounds.map((round) => round.many))];
  return {
    what,
    measured: `${many.toFixed(2)} ms of ${formatCount(LARGE)}, ${few.toFixed(2)} ms of ${formatCount(SMALL)}`,
    value: many / few,
    aim: { atMost: 1.5 },
    unit: 'times',
  };
}
