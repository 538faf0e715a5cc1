import { expect, test } from 'vitest';
import { audited } from '../../../src/audit/audited.js';
import { markInterrupted } from '../../../src/audit/interrupted-entries.js';
import { HubError } from '../../../src/platform/errors/hub-error.js';
import { ada, openApi } from '../../kit/api.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { NOON } from '../../kit/rows.js';

const DEED = { action: 'ACTION_RUN' as const, subject: 'sendEmail' };

async function open(database: TestDatabase) {
  const api = await openApi(database);
  const { db } = api;
  const logged: object[] = [];
  const rename = (from: string, to: string) => db.schema.alterTable(from).renameTo(to).execute();
  const logger = { error: (fields: object) => void logged.push(fields) };
  return {
    db,
    logged,
    outcomes: async () =>
      (await db.selectFrom('audit_entry').select('outcome').orderBy('id').execute()).map(({ outcome }) => outcome),
    run: <Result>(work: () => Promise<Result>) => audited(ada, DEED, { db, clock: () => NOON, logger }, work),
    /** The table goes away, and comes back when what is returned is disposed of. */
    async withoutTable() {
      await rename('audit_entry', 'audit_entry_away');
      return { [Symbol.asyncDispose]: () => rename('audit_entry_away', 'audit_entry') };
    },
    [Symbol.asyncDispose]: () => api[Symbol.asyncDispose](),
  };
}

describeEachDatabase((database) => {
  test('says that something began before it is done, and then how it ended', async () => {
    await using on = await open(database);

    const during = await on.run(on.outcomes);
    const refused = on.run(() => Promise.reject(new HubError('PROVIDER_REJECTED', 'No.')));
    await expect(refused).rejects.toThrow('No.');
    const broken = on.run(() => Promise.reject(new Error('A bug.')));
    await expect(broken).rejects.toThrow('A bug.');

    expect(during).toEqual(['STARTED']);
    expect(await on.outcomes()).toEqual(['SUCCEEDED', 'PROVIDER_REJECTED', 'INTERNAL']);
  });

  test('does nothing of which no entry can be written', async () => {
    await using on = await open(database);
    await using _ = await on.withoutTable();
    let isDone = false;

    const refused = on.run(async () => void (isDone = true));

    await expect(refused).rejects.toThrow('audit_entry');
    expect(isDone).toBe(false);
  });

  test('tells what came of it though its end cannot be written, which then counts as interrupted', async () => {
    await using on = await open(database);

    const answer = await runWithoutEnd(on);
    const tooEarly = await markInterrupted(on.db, NOON);
    const marked = await markInterrupted(on.db, NOON + 1);

    expect(answer).toBe('sent');
    expect(on.logged).toMatchObject([{ outcome: 'SUCCEEDED', auditEntryId: expect.stringMatching(/^aud_/) as string }]);
    expect([tooEarly, marked]).toEqual([0, 1]);
    expect(await on.outcomes()).toEqual(['INTERRUPTED']);
  });

  test('says how it ended after all of what was taken for interrupted', async () => {
    await using on = await open(database);

    await on.run(() => markInterrupted(on.db, NOON + 1));

    expect(await on.outcomes()).toEqual(['SUCCEEDED']);
  });
});

/** Does something during which the table goes away, so that its end cannot be written. */
async function runWithoutEnd(on: Awaited<ReturnType<typeof open>>): Promise<string> {
  const away: AsyncDisposable[] = [];
  const answer = on.run(async () => {
    away.push(await on.withoutTable());
    return 'sent';
  });
  return answer.finally(() => away[0]?.[Symbol.asyncDispose]());
}
