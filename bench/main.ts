import 'reflect-metadata';
import { benchDashboard } from './dashboard/dashboard.bench.js';
import { benchLive } from './live/live.bench.js';
import { benchMemory } from './memory/memory.bench.js';
import { tableOf } from './result.js';
import { benchPage } from './page/page.bench.js';
import { benchRecords } from './records/records.bench.js';
import { benchRequests } from './requests/requests.bench.js';
import { benchStart } from './start.bench.js';
import { benchSync } from './sync/sync.bench.js';
import { benchWebhooks } from './webhooks/webhooks.bench.js';

/**
 * Prints how the hub compares with hand-written code that does the same work, what it adds to a call,
 * how many webhook events it takes, how soon changes reach subscribers, how much memory a large sync takes, how soon it answers,
 * and how soon the page can be used.
 * `npm run bench`, or `npm run bench sync` for one part.
 */
const benches = {
  sync: benchSync,
  records: benchRecords,
  memory: benchMemory,
  dashboard: benchDashboard,
  requests: benchRequests,
  webhooks: benchWebhooks,
  live: benchLive,
  start: benchStart,
  page: benchPage,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0)
  throw new Error(`There is no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`);

const results = [];
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length === 0 || wanted.includes(name)) results.push(...(await bench()));
}
console.log(`\nNode ${process.version} on ${process.platform}-${process.arch}\n\n${tableOf(results)}`);
