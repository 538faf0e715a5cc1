import { runProgram, startServer } from '../processes.js';
import { benchPlaces, type OpenPlace } from '../records/places.js';
import { formatCount, type Result } from '../result.js';
import type { Synced } from './sync-once.js';

const RECORDS = 100_000;

/** All of them, with the path of the API at the server. Of the first five, V8 left to itself is measured, too. */
const MODELS: readonly (readonly [model: string, path: string])[] = [
  ['CalendarEvent', ''],
  ['EmailMessage', ''],
  ['SlackMessage', 'api/'],
  ['StripeInvoice', ''],
  ['GitHubIssue', ''],
  ['GoogleCalendar', ''],
  ['SlackChannel', 'api/'],
  ['SlackUser', 'api/'],
  ['StripeCustomer', ''],
  ['StripeSubscription', ''],
  ['StripeProduct', ''],
  ['StripePrice', ''],
  ['GitHubRepository', 'many-repositories/'],
];

/** As `npm start` runs it, and with V8 left to itself: docs/operations.md tells of it. */
const MODES = [
  {
    mode: 'as npm start runs it',
    nodeOptions: ['--max-semi-space-size=8', '--heap-growing-percent=50'],
    models: MODELS,
  },
  { mode: 'with V8 left to itself', nodeOptions: [], models: MODELS.slice(0, 5) },
];

const MEBIBYTE = 1024 * 1024;

/** How far the hub's resident memory grows while it syncs 100,000 records for the first time. */
export async function benchMemory(): Promise<Result[]> {
  await using server = await startServer('bench/memory/provider-server.js', [String(RECORDS)]);
  const results: Result[] = [];
  for (const [engine, open] of benchPlaces()) {
    for (const { mode, nodeOptions, models } of MODES) {
      console.log(`memory: a hub that syncs ${formatCount(RECORDS)} records on ${engine}, ${mode}`);
      for (const [model, path] of models) {
        const synced = await syncOnce(open, { model, apiUrl: `http://127.0.0.1:${server.port}/${path}`, nodeOptions });
        results.push(resultOf(`${formatCount(RECORDS)} of ${model} on ${engine}, ${mode}`, synced));
      }
    }
  }
  return results;
}

interface Wanted {
  model: string;
  apiUrl: string;
  nodeOptions: readonly string[];
}

async function syncOnce(open: OpenPlace, { model, apiUrl, nodeOptions }: Wanted): Promise<Synced> {
  await using place = await open();
  const printed = await runProgram('bench/memory/sync-once.js', [model, place.url, apiUrl], nodeOptions);
  const synced = JSON.parse(printed) as Synced;
  if (synced.records !== RECORDS) throw new Error(`Of ${model} came ${synced.records} records.`);
  const seconds = synced.tookMs / 1000;
  console.log(
    `  ${model}: ${megabytes(synced.before)} to ${megabytes(synced.highest)} MB in ${seconds.toFixed(0)} s, ${formatCount(RECORDS / seconds)} records/s`,
  );
  return synced;
}

function resultOf(what: string, { before, highest }: Synced): Result {
  return {
    what,
    measured: `resident memory from ${megabytes(before)} to ${megabytes(highest)} MB at most`,
    value: (highest - before) / MEBIBYTE,
    aim: { atMost: 150 },
    unit: 'MB',
  };
}

function megabytes(bytes: number): string {
  return formatCount(bytes / MEBIBYTE);
}
