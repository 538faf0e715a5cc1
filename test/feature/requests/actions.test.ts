import { expect, test } from 'vitest';
import { canonicalHash } from '../../../src/platform/canonical-hash.js';
import { newId } from '../../../src/platform/id.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { json, type Handler } from './provider-server.js';
import { openRequestStage } from './request-stage.js';

type Stage = Awaited<ReturnType<typeof openRequestStage>>;

const run = (on: Stage, change: Partial<Parameters<Stage['actions']['run']>[1]> = {}, userId = 'ada') =>
  on.actions.run(on.reader(userId), {
    integrationId: on.integrationId,
    action: 'say',
    input: { text: 'hello' },
    idempotencyKey: 'key-1',
    ...change,
  });

/** Answers with a number that counts the effects. */
const countEffects =
  (on: Stage): Handler =>
  (_, response) =>
    json(response, 200, { effect: on.server.calls.length });

describeEachDatabase((database) => {
  test('does what it was asked and gives the answer', async () => {
    await using on = await openRequestStage(database);
    on.server.behaviour.api = countEffects(on);

    const outputs = [await run(on, { idempotencyKey: null }), await run(on, { idempotencyKey: null })];

    expect(outputs).toEqual([{ effect: 1 }, { effect: 2 }]);
    expect(on.server.calls[0]?.body).toBe('{"text":"hello","tone":"calm"}');
  });

  test('has one effect and one answer for a key', async () => {
    await using on = await openRequestStage(database);
    on.server.behaviour.api = countEffects(on);

    const first = await run(on);
    const again = await run(on, { input: { tone: 'calm', text: 'hello' } });
    const other = await run(on, { idempotencyKey: 'key-2' });

    expect([first, again, other]).toEqual([{ effect: 1 }, { effect: 1 }, { effect: 2 }]);
  });

  test('has one effect when runs with the same key come at once', async () => {
    await using on = await openRequestStage(database);
    on.server.behaviour.api = countEffects(on);

    const outputs = await Promise.all(Array.from({ length: 10 }, () => run(on)));

    expect(outputs).toEqual(Array.from({ length: 10 }, () => ({ effect: 1 })));
    expect(on.server.calls).toHaveLength(1);
  });

  test('refuses a key that was used for another input', async () => {
    await using on = await openRequestStage(database);
    await run(on);

    await expect(run(on, { input: { text: 'bye' } })).rejects.toMatchObject({
      code: 'CONFLICT',
      field: ['input', 'idempotencyKey'],
    });
    expect(on.server.calls).toHaveLength(1);
  });

  test('waits for a run of another process and gives its answer', async () => {
    await using on = await openRequestStage(database);
    const id = await openRun(on, on.stage.now);
    const finish = { output: '{"effect":7}' as never, finishedAt: on.stage.now };

    const waiting = run(on);
    await on.db.updateTable('action_run').set(finish).where('id', '=', id).execute();

    expect(await waiting).toEqual({ effect: 7 });
    expect(on.server.calls).toEqual([]);
  });

  test('says so when a run of another process does not end', async () => {
    await using on = await openRequestStage(database);
    await openRun(on, on.stage.now);

    await expect(run(on)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('still running'),
    });
    expect(on.server.calls).toEqual([]);
  });

  test('does not send again what a process left without an answer', async () => {
    await using on = await openRequestStage(database);
    await openRun(on, on.stage.now - 3_600_000);

    await expect(run(on)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('not known whether'),
    });
    expect(on.server.calls).toEqual([]);
  });

  test('says the same of a lost answer each time, and does not send again', async () => {
    await using on = await openRequestStage(database);
    on.server.behaviour.api = (_, __, raw) => void raw.socket.destroy();

    const first: unknown = await run(on).catch((error: unknown) => error);
    const second: unknown = await run(on).catch((error: unknown) => error);

    expect(first).toMatchObject({ code: 'PROVIDER_UNAVAILABLE', retryable: false });
    expect((second as Error).message).toBe((first as Error).message);
    expect(on.server.calls).toHaveLength(1);
  });

  test('lets a key be tried again when the provider surely did nothing', async () => {
    await using on = await openRequestStage(database);
    on.server.behaviour.api = (_, response) => json(response, 429, {}, { 'retry-after': '3600' });
    await expect(run(on)).rejects.toMatchObject({ code: 'PROVIDER_RATE_LIMITED', retryable: true });
    on.server.behaviour.api = countEffects(on);
    on.stage.now += 3_600_000;

    expect(await run(on)).toEqual({ effect: 2 });
  });

  test('names the field of an input that does not fit', async () => {
    await using on = await openRequestStage(database);

    await expect(run(on, { input: { text: 'hello', tone: 'shrill' } })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      field: ['input', 'input', 'tone'],
    });
    await expect(run(on, { input: null })).rejects.toMatchObject({ code: 'BAD_INPUT', field: ['input', 'input'] });
  });

  test('names the actions that there are', async () => {
    await using on = await openRequestStage(database);

    await expect(run(on, { action: 'shout' })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      field: ['input', 'action'],
      message: 'Bare has no action "shout"; it has say.',
    });
  });

  test.each(['', 'x'.repeat(256)])('refuses a key of a wrong length', async (idempotencyKey) => {
    await using on = await openRequestStage(database);

    await expect(run(on, { idempotencyKey })).rejects.toMatchObject({ field: ['input', 'idempotencyKey'] });
  });

  test("does not find another's integration", async () => {
    await using on = await openRequestStage(database);

    await expect(run(on, {}, 'bob')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(on.server.calls).toEqual([]);
  });

  test('says what is wrong with an answer that is no JSON', async () => {
    await using on = await openRequestStage(database);
    on.server.behaviour.api = (_, response) =>
      void response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":');

    await expect(run(on)).rejects.toMatchObject({
      code: 'PROVIDER_CONTRACT_BROKEN',
      message: expect.stringContaining('not valid JSON'),
    });
  });

  test('forgets keys after thirty days', async () => {
    await using on = await openRequestStage(database);
    await run(on);

    await on.runs.removeOld(on.stage.now + 31 * 24 * 3_600_000);
    await run(on);

    expect(on.server.calls).toHaveLength(2);
  });
});

/** A run that some other process began. */
async function openRun(on: Stage, startedAt: number): Promise<string> {
  const id = newId('run');
  const inputHash = canonicalHash({ text: 'hello', tone: 'calm' });
  const key = { integrationId: on.integrationId, action: 'say', idempotencyKey: 'key-1', inputHash };
  await on.db
    .insertInto('action_run')
    .values({ id, ...key, startedAt })
    .execute();
  return id;
}
