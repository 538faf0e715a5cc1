import { expect, test } from 'vitest';
import { migrations } from '../../../migrations/index.js';
import { openDatabase } from '../../../src/platform/database/open-database.js';
import { entities, type Db, type Tables } from '../../../src/tables.js';
import { removeOldEvents } from '../../../src/webhooks/webhook-retention.js';
import type { WebhookEventState } from '../../../src/webhooks/webhook-event-state.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { addIntegration, addSync, addSyncLog, addWebhookEvent, NOON } from '../../kit/rows.js';

const DAY = 24 * 60 * 60_000;
const KEPT = { ageMs: 30 * DAY, deadAgeMs: 90 * DAY, count: 1_000_000 };

describeEachDatabase((database) => {
  test.each([
    ['COMPLETED', 30],
    ['IGNORED', 30],
    ['DEAD', 90],
  ] as const)('keeps what is %s for %i days', async (state, days) => {
    await using stage = await open(database);
    await addWebhookEvent(stage.db, [], { externalId: 'too old', state, receivedAt: NOON - days * DAY - 1 });
    await addWebhookEvent(stage.db, [], { externalId: 'old', state, receivedAt: NOON - days * DAY });

    await removeOldEvents(stage.db, NOON, KEPT);

    expect(await stage.kept()).toEqual(['old']);
  });

  test.each<WebhookEventState>(['RECEIVED', 'PROCESSING', 'FAILED'])(
    'keeps what is %s, however old it is and however many there are',
    async (state) => {
      await using stage = await open(database);
      for (const externalId of ['a', 'b', 'c']) {
        await addWebhookEvent(stage.db, [], { externalId, state, receivedAt: NOON - 400 * DAY });
      }
      await addWebhookEvent(stage.db, [], { externalId: 'over', state: 'COMPLETED', receivedAt: NOON - 31 * DAY });

      await removeOldEvents(stage.db, NOON, { ...KEPT, count: 1 });

      expect(await stage.kept()).toEqual(['a', 'b', 'c']);
    },
  );

  test('removes the oldest of those that are over where there are too many, also more than it deletes at once', async () => {
    await using stage = await open(database);
    const states = ['COMPLETED', 'IGNORED', 'DEAD', 'FAILED'] as const;
    for (let number = 1; number <= 2_500; number += 1) {
      const state = states[number % states.length] ?? 'COMPLETED';
      await addWebhookEvent(stage.db, [], { externalId: String(number), state, receivedAt: NOON });
    }

    await removeOldEvents(stage.db, NOON, { ...KEPT, count: 100 });

    const kept = (await stage.kept()).map(Number);
    const isOpen = (number: number) => states[number % states.length] === 'FAILED';
    expect(kept.filter((number) => number <= 2_400).every(isOpen)).toBe(true);
    expect(kept.filter((number) => number <= 2_400)).toHaveLength(600);
    expect(kept.filter((number) => number > 2_400)).toHaveLength(100);
  });

  test('takes with an event what hangs on it, and leaves the runs that it led to', async () => {
    await using stage = await open(database);
    const { db } = stage;
    const { id: integrationId } = await addIntegration(db);
    const event = await addWebhookEvent(db, [integrationId], { receivedAt: NOON - 31 * DAY });
    const run = await addSyncLog(db, await addSync(db, { integrationId }));
    await db.insertInto('webhook_event_run').values({ webhookEventId: event.id, syncLogId: run.id }).execute();

    await removeOldEvents(db, NOON, KEPT);

    expect(await db.selectFrom('webhook_event_integration').selectAll().execute()).toEqual([]);
    expect(await db.selectFrom('webhook_event_run').selectAll().execute()).toEqual([]);
    expect(await db.selectFrom('sync_log').select('id').execute()).toEqual([{ id: run.id }]);
  });

  test('forgets deletions that no late event can precede any more', async () => {
    await using stage = await open(database);
    const { id: integrationId } = await addIntegration(stage.db);
    const gone = (externalId: string, at: number) => ({ integrationId, model: 'Thing', externalId, version: 1, at });
    await stage.db
      .insertInto('record_gone')
      .values([gone('too old', NOON - 90 * DAY - 1), gone('old', NOON - 90 * DAY)])
      .execute();

    await removeOldEvents(stage.db, NOON, KEPT);

    expect(await stage.db.selectFrom('record_gone').select('externalId').execute()).toEqual([{ externalId: 'old' }]);
  });
});

async function open(database: TestDatabase) {
  const place = await database.create();
  const opened = await openDatabase<Tables>({ url: place.url, entities, migrations });
  await opened.migrate();
  const { db }: { db: Db } = opened;
  return {
    db,
    async kept(): Promise<string[]> {
      const events = await db.selectFrom('webhook_event').select('externalId').orderBy('id').execute();
      return events.map(({ externalId }) => externalId);
    },
    async [Symbol.asyncDispose]() {
      await opened.close();
      await place[Symbol.asyncDispose]();
    },
  };
}
