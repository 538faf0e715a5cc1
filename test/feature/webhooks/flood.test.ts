import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { App } from '../../../src/app.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { eventually } from '../../kit/hub-process.js';
import { openWebhookStage, type WebhookStage } from '../../kit/webhook-stage.js';

const LIMIT = 20;
const FLOOD = 200;
const MiB = 1024 * 1024;

describeEachDatabase((database) => {
  test('refuses what is more than may wait, stores none of that, and all of the rest', async () => {
    await using stage = await open({ events: LIMIT, bytes: MiB });

    const answers = await flood(stage, { count: FLOOD, places: LIMIT });
    const taken = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status === 503);

    expect([taken.length, refused.length]).toEqual([LIMIT, FLOOD - LIMIT]);
    expect(new Set(refused.map(({ retryAfter }) => retryAfter))).toEqual(new Set(['5']));
    expect(new Set(refused.map(({ body }) => body))).toEqual(
      new Set(['{"error":{"message":"The hub cannot take this delivery now. Send it again.","code":"INTERNAL"}}']),
    );
    expect((await stored(stage)).toSorted()).toEqual(taken.map(({ id }) => id).toSorted());
  });

  test('counts bytes as well, so that few large events cannot fill the memory', async () => {
    await using stage = await open({ events: FLOOD, bytes: 2.5 * MiB });

    const answers = await flood(stage, { count: 10, places: 4 }, (number) => ({
      note: { id: `n${number}`, text: 'x'.repeat(MiB / 2) },
    }));
    const taken = answers.filter(({ status }) => status === 200);

    expect(taken).toHaveLength(4);
    expect((await stored(stage)).toSorted()).toEqual(taken.map(({ id }) => id).toSorted());
  });

  test('takes what it refused when it comes again', async () => {
    await using stage = await open({ events: LIMIT, bytes: MiB });

    const answers = await flood(stage, { count: LIMIT * 2, places: LIMIT });
    const refused = answers.filter(({ status }) => status === 503);
    const again = await Promise.all(refused.map(({ id }) => stage.deliver({ id })));

    expect(again.map(({ status }) => status)).toEqual(refused.map(() => 200));
    expect((await stored(stage)).toSorted()).toEqual(answers.map(({ id }) => id).toSorted());
  });

  /** Its clock stands, so that a key that was read stays fresh. */
  function open(inboxLimits: { events: number; bytes: number }): Promise<WebhookStage> {
    const now = Date.now();
    return openWebhookStage(database, { inboxLimits, clock: () => now });
  }
});

interface Answer {
  id: string;
  status: number;
  retryAfter: string | null;
  body: string;
}

/** Delivers so many events at once while nothing can be written, and lets go when all but those in their places are refused. */
async function flood(
  stage: WebhookStage,
  { count, places }: { count: number; places: number },
  event: (number: number) => object = () => ({}),
): Promise<Answer[]> {
  // The key is read, which a held database does not allow.
  await stage.deliver({ type: 'ping' });
  const release = await holdWriters(stage.hub.app);
  let refused = 0;
  const answers = Array.from({ length: count }, async (_, number): Promise<Answer> => {
    const id = `evt_flood_${number}`;
    const response = await stage.deliver({ id, ...event(number) });
    const { status, headers } = response;
    if (status === 503) refused += 1;
    return { id, status, retryAfter: headers.get('retry-after'), body: await response.text() };
  });
  await eventually(async () => refused === count - places, 'the rest to be refused');
  await release();
  return Promise.all(answers);
}

/** Keeps events from being stored until it is released. */
async function holdWriters({ database: { db, engine } }: App): Promise<() => Promise<void>> {
  const held = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const over = db.transaction().execute(async (trx) => {
    // SQLite has one connection; here it is taken.
    if (engine === 'postgresql') await sql`lock table webhook_event in exclusive mode`.execute(trx);
    held.resolve();
    await released.promise;
  });
  await held.promise;
  return async () => {
    released.resolve();
    await over;
  };
}

async function stored(stage: WebhookStage): Promise<string[]> {
  return (await stage.events()).map(({ externalId }) => externalId);
}
