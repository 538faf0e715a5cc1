import { expect, test } from 'vitest';
import { migrations } from '../../../migrations/index.js';
import { openDatabase } from '../../../src/platform/database/open-database.js';
import { newId } from '../../../src/platform/id.js';
import { toJson } from '../../../src/platform/database/json-text.js';
import { fillSome } from '../../../src/records/reading/fill-index.js';
import { indexPlans } from '../../../src/records/reading/index-plan.js';
import { notePlans } from '../../../src/records/reading/index-state.js';
import { RecordIndex } from '../../../src/records/reading/record-index.js';
import { slackChannelModel } from '../../../src/providers/slack/slack-channel.model.js';
import { slack } from '../../../src/providers/slack/slack.provider.js';
import { entities, type Db, type Tables } from '../../../src/tables.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { addIntegration, addRecord, NOON } from '../../kit/rows.js';

const plans = indexPlans([slack]);
const plan = plans.get('SlackChannel')!;

describeEachDatabase((database) => {
  test('shows no list while older records are missing from it, and all of it afterwards', async () => {
    await using stage = await openStage(database);
    await addChannels(stage.db, 2500);
    const enqueued: string[] = [];
    const index = stage.newIndex((name) => enqueued.push(name));

    await index.start();
    const early = index.requireReady(plan).catch((error: unknown) => error);
    expect(await early).toMatchObject({ code: 'CONFLICT', message: expect.stringMatching(/Ask again in a minute/) });
    await stage.runJob();

    await expect(index.requireReady(plan)).resolves.toBeUndefined();
    expect(enqueued).toEqual(['fill-record-index']);
    expect(await countListed(stage.db)).toBe(2500);
  });

  test('is ready at once where there is little', async () => {
    await using stage = await openStage(database);
    await addChannels(stage.db, 3);
    const enqueued: string[] = [];
    const index = stage.newIndex((name) => enqueued.push(name));

    await index.start();

    await expect(index.requireReady(plan)).resolves.toBeUndefined();
    expect(enqueued).toEqual([]);
    expect(await listed(stage.db)).toMatchObject([
      { externalId: 'C0', sortKey: 0, facet1: 'channel-0', facet2: 'true', facet3: 'false' },
      { externalId: 'C1', sortKey: 1000, facet1: 'channel-1', facet2: 'true', facet3: 'false' },
      { externalId: 'C2', sortKey: 2000, facet1: 'channel-2', facet2: 'true', facet3: 'false' },
    ]);
  });

  test('goes on where it stopped, and leaves records of other models alone', async () => {
    await using stage = await openStage(database);
    await addChannels(stage.db, 1500);
    await addRecord(stage.db, { integrationId: stage.integrationId, sequence: 9999, model: 'Forgotten' });
    await notePlans(stage.db, plans);

    const first = await fillSome(stage.db, plans, NOON);
    const half = await countListed(stage.db);
    await notePlans(stage.db, plans);
    const second = await fillSome(stage.db, plans, NOON);
    const third = await fillSome(stage.db, plans, NOON);

    expect([first, half, second, third]).toEqual([true, 1000, true, false]);
    expect(await countListed(stage.db)).toBe(1500);
  });

  test('stores anew what another release stored in another way', async () => {
    await using stage = await openStage(database);
    await addChannels(stage.db, 2);
    await stage.newIndex().start();
    const changed = {
      ...slackChannelModel,
      reading: { ...slackChannelModel.reading!, version: 2, filters: { topic: { description: '' } } },
    };
    const next = indexPlans([{ ...slack, models: [changed] }]);

    await notePlans(stage.db, next);
    await fillSome(stage.db, next, NOON);

    expect(await listed(stage.db)).toMatchObject([
      { facet1: 'topic 0', facet2: null, facet3: null },
      { facet1: 'topic 1', facet2: null, facet3: null },
    ]);
  });

  test('does not put back what a record was before it changed meanwhile', async () => {
    await using stage = await openStage(database);
    await addChannels(stage.db, 1);
    await notePlans(stage.db, plans);
    const meanwhile = () => stage.db.updateTable('record').set({ hash: 'changed', sortKey: 5, facet1: 'renamed' });
    const slowDb = withBeforeWrite(stage.db, () => meanwhile().execute());

    await fillSome(slowDb, plans, NOON);

    expect(await listed(stage.db)).toMatchObject([{ sortKey: 5, facet1: 'renamed' }]);
  });
});

async function openStage(database: TestDatabase) {
  const place = await database.create();
  const opened = await openDatabase<Tables>({ url: place.url, entities, migrations });
  await opened.migrate();
  const { db } = opened;
  const { id: integrationId } = await addIntegration(db, { providerId: 'slack' });
  const runs: (() => Promise<void>)[] = [];
  return {
    db,
    integrationId,
    newIndex(onEnqueue: (name: string) => void = () => undefined) {
      const jobs = {
        define: ({ run }: { run: (context: object) => Promise<void> }) =>
          runs.push(() => run({ signal: new AbortController().signal, touch: () => Promise.resolve() })),
        enqueue: (name: string) => Promise.resolve(onEnqueue(name)),
        every: () => Promise.resolve(),
      };
      const index = new RecordIndex({ db, jobs: jobs as never, plans, clock: () => NOON });
      index.defineJobs();
      return index;
    },
    runJob: () => runs[0]!(),
    async [Symbol.asyncDispose]() {
      await opened.close();
      await place[Symbol.asyncDispose]();
    },
  };
}

/** Channels as a release without lists stored them. */
async function addChannels(db: Db, count: number): Promise<void> {
  const { id: integrationId } = await db.selectFrom('integration').select('id').executeTakeFirstOrThrow();
  const rows = Array.from({ length: count }, (_, index) => ({
    id: newId('rec'),
    integrationId,
    model: 'SlackChannel',
    externalId: `C${index}`,
    data: toJson<unknown>({
      id: `C${index}`,
      name: `Channel-${index}`,
      topic: { value: `topic ${index}` },
      is_member: true,
      created: index,
    }),
    hash: `hash ${index}`,
    revision: 1,
    sequence: index + 1,
    firstSeenAt: NOON,
    changedAt: NOON,
  }));
  for (let from = 0; from < count; from += 500)
    await db
      .insertInto('record')
      .values(rows.slice(from, from + 500))
      .execute();
}

function listed(db: Db) {
  return db.selectFrom('record').selectAll().where('sortKey', 'is not', null).orderBy('sortKey').execute();
}

async function countListed(db: Db): Promise<number> {
  return (await listed(db)).length;
}

/** Lets something happen between what is read and what is written of it. */
function withBeforeWrite(db: Db, happen: () => Promise<unknown>): Db {
  return new Proxy(db, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (name !== 'transaction') return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      return () => ({
        execute: async (work: Parameters<ReturnType<Db['transaction']>['execute']>[0]) => {
          await happen();
          return target.transaction().execute(work);
        },
      });
    },
  });
}
