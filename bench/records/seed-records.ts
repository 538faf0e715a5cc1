import type { Engine } from '../../src/platform/database/open-database.js';
import type { IndexPlans } from '../../src/records/reading/index-plan.js';
import { RecordStore } from '../../src/records/record-store.js';
import type { Db } from '../../src/tables.js';

const ROWS_PER_PAGE = 1000;

/** Issues as GitHub sends them, about 600 bytes each: one in four open, in 10 repositories. */
export async function seedIssues(
  { db, engine }: { db: Db; engine: Engine },
  plans: IndexPlans,
  integrationId: string,
  count: number,
): Promise<void> {
  const store = new RecordStore(engine, Date.now, plans);
  for (let from = 0; from < count; from += ROWS_PER_PAGE) {
    const records = Array.from({ length: Math.min(ROWS_PER_PAGE, count - from) }, (_, index) => issue(from + index));
    await db
      .transaction()
      .execute((trx) => store.applyPage(trx, { integrationId, model: 'GitHubIssue', records, deletedIds: [] }));
  }
}

function issue(number: number) {
  const changed = new Date(Date.UTC(2020, 0, 1) + ((number * 7919) % 100_003) * 60_000).toISOString();
  return {
    externalId: String(number),
    data: {
      id: number,
      number,
      title: `Issue ${number}: what happens, and what should`,
      repository_url: `https://api.github.com/repos/acme/repository-${number % 10}`,
      body: `What was tried, what came of it, and what the log said at number ${number}. `.repeat(5),
      state: number % 4 === 0 ? 'open' : 'closed',
      user: { login: `person-${number % 97}` },
      updated_at: changed,
    },
  };
}
