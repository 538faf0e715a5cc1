import Database from 'better-sqlite3';
import pg from 'pg';
import { expect, test } from 'vitest';
import { openAcmeHub } from '../kit/acme-hub.js';
import { CallingHub } from '../kit/calling-hub.js';
import { describeEachDatabase } from '../kit/databases.js';

const STATE = `query ($id: ID!) { integration(id: $id) { connectionStatus { state problem { code } } } }`;
/** Beyond the life of a token and of a lease. */
const LATER_MS = 2 * 3_600_000;

describeEachDatabase((database) => {
  test('a process killed between the answer with new tokens and their commit is survived where the provider allows it', async () => {
    const { outcomes, refreshes, state } = await killBetweenAnswerAndCommit({ rotates: false });

    expect(outcomes).toEqual([{ OK: 3 }, { OK: 3 }]);
    expect(refreshes).toBe(2);
    expect(state).toEqual({ state: 'CONNECTED', problem: null });
  });

  test('where it does not, the owner is asked to reconnect, once and not in a loop', async () => {
    const { outcomes, refreshes, state } = await killBetweenAnswerAndCommit({ rotates: true });

    expect(outcomes).toEqual([{ REAUTHORIZATION_REQUIRED: 3 }, { REAUTHORIZATION_REQUIRED: 3 }]);
    expect(refreshes).toBe(2);
    expect(state).toEqual({ state: 'REAUTHORIZATION_REQUIRED', problem: { code: 'REAUTHORIZATION_REQUIRED' } });
  });

  /** Holds the database so that nothing is committed once the provider has answered, and kills the process then. */
  async function killBetweenAnswerAndCommit({ rotates }: { rotates: boolean }) {
    let refreshes = 0;
    let victim: CallingHub | null = null;
    let release: () => Promise<void> = () => Promise.resolve();
    const killed = Promise.withResolvers<void>();
    await using stage = await openAcmeHub(database, {
      lifetimeSeconds: 3_600,
      rotates,
      async before({ url }, response) {
        if (url !== '/token') return;
        refreshes += 1;
        const process = victim;
        victim = null;
        if (process === null) return;
        release = await holdWriters(stage.hub.env.DATABASE_URL ?? '', stage.integrationId);
        response.once('finish', () => void process.kill().then(killed.resolve, killed.reject));
      },
    });
    const { hub, integrationId } = stage;
    refreshes = 0;
    victim = await CallingHub.start(hub.env);
    victim.advance(LATER_MS);
    void victim.call(integrationId, 1);
    await killed.promise;
    await release();

    await using next = await CallingHub.start(hub.env);
    next.advance(LATER_MS + 60_000);
    const outcomes = [await next.call(integrationId, 3), await next.call(integrationId, 3)];
    const { integration } = await hub.get<{ integration: { connectionStatus: object } }>(STATE, { id: integrationId });
    return { outcomes, refreshes, state: integration.connectionStatus };
  }
});

/** Keeps others from writing to the integration until it is released. */
async function holdWriters(databaseUrl: string, integrationId: string): Promise<() => Promise<void>> {
  if (databaseUrl.startsWith('sqlite:')) {
    const connection = new Database(databaseUrl.slice('sqlite:'.length));
    connection.exec('begin immediate');
    return async () => void connection.close();
  }
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('begin');
  await client.query('select 1 from integration where id = $1 for update', [integrationId]);
  return () => client.end();
}
