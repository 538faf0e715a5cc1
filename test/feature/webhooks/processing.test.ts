import { expect, test } from 'vitest';
import { claimEvents } from '../../../src/webhooks/claim-events.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { eventually } from '../../kit/hub-process.js';
import { addIntegration, addSync } from '../../kit/rows.js';
import { openWebhookStage, type NoteEvent, type WebhookStage } from '../../kit/webhook-stage.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const HISTORY: readonly Partial<NoteEvent>[] = [
  { id: 'evt_a', type: 'note.created', created: 10, note: { id: 'n', text: 'first' } },
  { id: 'evt_b', type: 'note.updated', created: 20, note: { id: 'n', text: 'second' } },
  { id: 'evt_c', type: 'note.deleted', created: 30, note: { id: 'n' } },
];
const ORDERS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

describeEachDatabase((database) => {
  test.each(ORDERS)('ends in the same records when events come in the order %i %i %i', async (...order) => {
    await using stage = await openWebhookStage(database);

    for (const index of order) {
      await stage.deliver(HISTORY[index] ?? {});
      await stage.settled();
    }
    await stage.deliver({ created: 25, note: { id: 'n', text: 'late' } });
    await stage.settled();

    expect(await stage.live()).toEqual([]);
    expect(await recordCount(stage)).toBe(0);
  });

  test('keeps the newer of two states, whichever comes first', async () => {
    await using stage = await openWebhookStage(database);

    await stage.deliver({ created: 20, note: { id: 'n', text: 'newer' } });
    await stage.settled();
    await stage.deliver({ created: 10, note: { id: 'n', text: 'older' } });
    await stage.settled();

    expect(await stage.live()).toEqual([{ externalId: 'n', text: 'newer' }]);
    expect((await stage.logs()).map(({ added, unchanged }) => [added, unchanged])).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  test('brings back what was deleted and made again', async () => {
    await using stage = await openWebhookStage(database);
    for (const event of HISTORY) await stage.deliver(event);
    await stage.settled();

    await stage.deliver({ created: 40, note: { id: 'n', text: 'again' } });
    await stage.settled();

    expect(await stage.live()).toEqual([{ externalId: 'n', text: 'again' }]);
  });

  test('applies an event to every integration of its account, and to no other', async () => {
    await using stage = await openWebhookStage(database);
    const { db } = stage.hub.app.database;
    const bobs = await addIntegration(db, { providerId: 'pushes', externalAccountId: 'acct_1', userId: 'bob' });
    const others = await addIntegration(db, { providerId: 'pushes', externalAccountId: 'acct_2', userId: 'eve' });
    for (const { id } of [bobs, others]) await addSync(db, { integrationId: id, model: 'Note', lastSuccessAt: 1 });

    await stage.deliver({ note: { id: 'n' } });
    await stage.settled();

    const owners = await db.selectFrom('record').select('integrationId').orderBy('integrationId').execute();
    expect(owners.map(({ integrationId }) => integrationId)).toEqual([stage.integration.id, bobs.id].toSorted());
  });

  test("lets an integration's own address decide whom an event concerns", async () => {
    await using stage = await openWebhookStage(database);
    const { db } = stage.hub.app.database;
    const other = await addIntegration(db, { providerId: 'pushes', externalAccountId: 'acct_2', userId: 'eve' });
    await addSync(db, { integrationId: other.id, model: 'Note', lastSuccessAt: 1 });

    await stage.deliver({ note: { id: 'n' } }, { path: `/webhooks/pushes/${other.id}` });
    await stage.settled();

    const [owner] = await db.selectFrom('record').select('integrationId').execute();
    expect(owner?.integrationId).toBe(other.id);
  });

  test.each([
    ['of nobody', { account: 'acct_9' }, 'No integration is linked to the account it speaks of (acct_9).'],
    ['that speaks of no account', { account: undefined }, 'It speaks of no account.'],
    ['that changes nothing', { type: 'note.viewed' }, 'Nothing that the hub keeps changes by it.'],
  ])('ignores an event %s, with its reason', async (_, event, reason) => {
    await using stage = await openWebhookStage(database);

    await stage.deliver(event);

    expect(await stage.settled()).toMatchObject([{ state: 'IGNORED', error: reason }]);
  });

  test('ignores events of an integration that was disconnected, or whose provider is switched off', async () => {
    await using stage = await openWebhookStage(database);
    const { db } = stage.hub.app.database;
    await db.updateTable('integration').set({ state: 'DISCONNECTED' }).execute();
    await stage.deliver({ note: { id: 'n' } });
    await stage.settled();
    await stage.hub.get(
      'mutation { configureProvider(input: { providerId: "pushes", enabled: false }) { __typename } }',
    );
    await stage.deliver({ note: { id: 'n' } });

    expect(await stage.settled()).toMatchObject([
      { state: 'IGNORED', error: 'The integration that it concerns is not connected.' },
      { state: 'IGNORED', error: 'Pushes is switched off. Switch it on, then replay the event.' },
    ]);
    expect(await stage.live()).toEqual([]);
  });

  test('tries a failing event eight times over hours, then gives it up; a replay begins anew', async () => {
    await using stage = await openWebhookStage(database);
    await stage.deliver({ type: 'note.failing' });
    const waits: number[] = [];

    for (let tries = 1; tries < 8; tries += 1) {
      const [event] = await stage.settled();
      expect(event).toMatchObject({ state: 'FAILED', attempts: tries, error: 'Pushes does not answer.' });
      const wait = (event?.nextAttemptAt ?? 0) - stage.hub.now();
      waits.push(wait);
      stage.hub.advance(wait + 1_000);
      await stage.hub.app.features.webhooks.sweep();
      await eventually(async () => (await stage.events())[0]?.attempts === tries + 1, 'the next try');
    }
    const [dead] = await stage.settled();
    const { replay } = await stage.hub.get<{ replay: object }>(
      `mutation { replay: replayWebhookEvent(input: { webhookEventId: "${dead?.id}" }) {
        webhookEvent { state attempts } userErrors { message }
      } }`,
    );

    expect(dead).toMatchObject({ state: 'DEAD', attempts: 8, nextAttemptAt: null });
    expect(Math.min(...waits)).toBeGreaterThan(0);
    expect(Math.max(...waits)).toBeGreaterThan(9 * HOUR);
    expect(waits).toEqual(waits.toSorted((one, other) => one - other));
    expect(replay).toEqual({ webhookEvent: { state: 'RECEIVED', attempts: 0 }, userErrors: [] });
    expect(await stage.settled()).toMatchObject([{ state: 'FAILED', attempts: 1 }]);
  });

  test('does not let one event that cannot be written hold up those beside it', async () => {
    await using stage = await openWebhookStage(database);
    const nul = String.fromCharCode(0);

    await Promise.all([
      stage.deliver({ id: 'evt_bad', note: { id: `n${nul}` } }),
      stage.deliver({ id: 'evt_odd', note: { text: 'no id' } as never }),
      stage.deliver({ id: 'evt_good', note: { id: 'good' } }),
    ]);
    const events = await stage.settled();

    expect(Object.fromEntries(events.map(({ externalId, state }) => [externalId, state]))).toEqual({
      evt_bad: 'FAILED',
      evt_odd: 'FAILED',
      evt_good: 'COMPLETED',
    });
    expect(events.find(({ externalId }) => externalId === 'evt_odd')?.error).toContain('cannot read (number 1');
    expect(await stage.live()).toMatchObject([{ externalId: 'good' }]);
  });

  test('makes one run of however many hints, and another for those that came while it read', async () => {
    await using stage = await openWebhookStage(database);
    const { promise: read, resolve: letRead } = Promise.withResolvers<void>();
    let reads = 0;
    stage.behaviour.notes = async () => {
      reads += 1;
      if (reads === 1) await read;
      return [{ id: `n${reads}` }];
    };

    await Promise.all(Array.from({ length: 30 }, () => stage.deliver({ type: 'note.hint' })));
    await eventually(async () => reads === 1, 'the run to read');
    await stage.settled();
    await Promise.all(Array.from({ length: 30 }, () => stage.deliver({ type: 'note.hint' })));
    await stage.settled();
    letRead();
    await eventually(
      async () => (await stage.logs()).filter(({ state }) => state === 'SUCCEEDED').length >= 2,
      'both runs',
    );
    await new Promise((resolve) => setTimeout(resolve, 300));

    const logs = await stage.logs();
    expect(logs.map(({ kind, trigger }) => [kind, trigger])).toEqual([
      ['INCREMENTAL', 'WEBHOOK'],
      ['INCREMENTAL', 'WEBHOOK'],
    ]);
    expect(reads).toBe(2);
  });

  test('does not delete, at the end of a full run, what a webhook told of meanwhile', async () => {
    await using stage = await openWebhookStage(database);
    const { promise: read, resolve: letRead } = Promise.withResolvers<void>();
    let isReading = false;
    stage.behaviour.notes = async () => {
      isReading = true;
      await read;
      return [{ id: 'old' }];
    };
    const { triggerSync } = await stage.hub.get<{ triggerSync: { syncLogs: { id: string }[] } }>(
      `mutation { triggerSync(input: { integrationId: "${stage.integration.id}", kind: FULL }) { syncLogs { id } } }`,
    );
    await eventually(async () => isReading, 'the run to read');

    await stage.deliver({ note: { id: 'new' } });
    await stage.settled();
    letRead();
    await eventually(async () => (await stage.logs()).every(({ state }) => state === 'SUCCEEDED'), 'the run to end');

    expect(triggerSync.syncLogs).toHaveLength(1);
    expect((await stage.live()).map(({ externalId }) => externalId)).toEqual(['new', 'old']);
  });

  test('takes up events of a process that died as it worked on them, once its time is over', async () => {
    await using stage = await openWebhookStage(database);
    const { database: opened } = stage.hub.app;
    await stage.hub.app.features.jobs.stop();
    await stage.deliver({ note: { id: 'n' } });
    const taken = await claimEvents(opened, 'pushes', 10, stage.hub.now());
    const again = await claimEvents(opened, 'pushes', 10, stage.hub.now());

    stage.hub.advance(MINUTE + 1_000);
    const later = await claimEvents(opened, 'pushes', 10, stage.hub.now());

    expect([taken, again, later].map(({ events }) => events.length)).toEqual([1, 0, 1]);
    expect(later.events[0]).toMatchObject({ state: 'PROCESSING', attempts: 2 });
  });
});

async function recordCount(stage: WebhookStage): Promise<number> {
  const { db } = stage.hub.app.database;
  const sync = await db
    .selectFrom('sync')
    .select('recordCount')
    .where('id', '=', stage.sync.id)
    .executeTakeFirstOrThrow();
  return sync.recordCount;
}
