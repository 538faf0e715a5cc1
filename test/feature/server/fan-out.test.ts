import { createClient } from 'graphql-sse';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { describeEachDatabase } from '../../kit/databases.js';
import { openHubHere, OPERATOR_KEY, type HubHere } from '../../kit/hub-here.js';
import { addIntegration } from '../../kit/rows.js';

const JWT_SECRET = 'a secret that only these tests use, 32+ characters';
const CHANGES = 'subscription { connectionStatusChanged { snapshot integration { accountLabel } } }';

interface Change {
  connectionStatusChanged: { snapshot: boolean; integration: { accountLabel: string } };
}

describeEachDatabase((database) => {
  test('tells thirty of a change by about as many statements as one, and those of others nothing', async () => {
    let sent = 0;
    const onStatement = () => void (sent += 1);
    await using hub = await openHubHere(database, { onStatement }, { HUB_JWT_SECRET: JWT_SECRET });
    const { db } = hub.app.database;
    const adas = await addIntegration(db, { tenantId: 'acme', userId: 'ada', accountLabel: 'before' });
    await addIntegration(db, { tenantId: 'globex', userId: 'eve', accountLabel: 'eve’s own' });
    const count = async (proofs: readonly string[], told: number) => {
      await using watchers = await watch(hub, proofs, told);
      await db.updateTable('integration').set({ accountLabel: 'after' }).where('id', '=', adas.id).execute();
      const before = sent;
      hub.app.features.events.publish('connectionStatusChanged', { integrationId: adas.id, previous: null, at: 1 });
      const labels = await watchers.told;
      await db.updateTable('integration').set({ accountLabel: 'before' }).where('id', '=', adas.id).execute();
      expect(labels).toEqual(Array.from({ length: told }, () => 'after'));
      return sent - before;
    };
    const [ada, eve] = [await tokenOf('ada', 'acme'), await tokenOf('eve', 'globex')];

    const one = await count([ada], 1);
    const many = await count(Array<string>(30).fill(ada), 30);
    const others = await count([...Array<string>(30).fill(eve), ada], 1);
    const two = await count([...Array<string>(15).fill(OPERATOR_KEY), ...Array<string>(15).fill(ada)], 30);

    // The hub's own jobs send some meanwhile.
    for (const statements of [many, others, two]) expect(statements).toBeLessThan(one + 10);
  });
});

/** Streams that were told where everything stands; `told` has the labels that come then, of so many. */
async function watch({ url }: HubHere, proofs: readonly string[], told: number) {
  const labels: string[] = [];
  const all = Promise.withResolvers<string[]>();
  const clients = await Promise.all(
    proofs.map(async (proof) => {
      const client = createClient({
        url: `${url}/graphql`,
        singleConnection: false,
        headers: { authorization: `Bearer ${proof}` },
        retryAttempts: 0,
      });
      const connected = Promise.withResolvers<unknown>();
      client.subscribe<Change>(
        { query: CHANGES },
        {
          next({ data }) {
            if (data?.connectionStatusChanged.snapshot !== false) return connected.resolve(data);
            if (labels.push(data.connectionStatusChanged.integration.accountLabel) === told) all.resolve(labels);
          },
          error: connected.reject,
          complete: () => undefined,
        },
      );
      await connected.promise;
      return client;
    }),
  );
  return {
    told: all.promise,
    [Symbol.asyncDispose]: async () => clients.forEach((client) => client.dispose()),
  };
}

function tokenOf(user: string, tenant: string): Promise<string> {
  return new SignJWT({ sub: user, tenant })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(JWT_SECRET));
}
