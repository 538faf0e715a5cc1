import { expect, test } from 'vitest';
import { describeEachDatabase } from '../../kit/databases.js';
import { readDocument } from '../../kit/docs.js';
import { openHubHere } from '../../kit/hub-here.js';

/** Name and interval of each job that the table in docs/operations.md says to come again and again. */
function documentedJobs(): string[] {
  const rows = readDocument('docs/operations.md').matchAll(/^\| `([a-z-]+)` +\| (\d+ \w+) +\|/gm);
  return [...rows].map(([, name, interval]) => `${name} every ${interval}`);
}

describeEachDatabase((database) => {
  test('docs/operations.md lists every job that comes again and again, and how often', async () => {
    await using hub = await openHubHere(database);

    const jobs = await hub.app.features.jobs.list();

    const recurring = jobs.flatMap(({ name, schedule }) => (schedule === null ? [] : [`${name} every ${schedule}`]));
    expect(documentedJobs().toSorted()).toEqual(recurring.toSorted());
  });
});
