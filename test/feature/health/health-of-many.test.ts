import { expect, test } from 'vitest';
import { newId } from '../../../src/platform/id.js';
import { openApi, operator, type Api } from '../../kit/api.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { addIntegration, NOON } from '../../kit/rows.js';

const INTEGRATIONS = 10_000;
const AT_ONCE = 500;

const PAGE = `query ($after: String) {
  integrations(first: 100, after: $after) {
    nodes { id health { state reason calls24h } }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface Page {
  integrations: {
    nodes: { health: { state: string; calls24h: number } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

describeEachDatabase((database) => {
  test(`lists the health of ${INTEGRATIONS} integrations in pages of as many statements each as one of one`, async () => {
    await using api = await openApi(database);
    await addMany(api, 1);
    const read = async (after: string | null) =>
      ((await api.askAs(operator, PAGE, { after })).data as unknown as Page).integrations;
    const ofOne = await api.countStatements(() => read(null));
    await addMany(api, INTEGRATIONS - 1);

    let seen = 0;
    let after: string | null = null;
    const statements = new Set<number>();
    do {
      let page: Page['integrations'] | undefined;
      statements.add(await api.countStatements(async () => void (page = await read(after))));
      seen += page?.nodes.filter(({ health }) => health.state === 'DEGRADED' && health.calls24h === 100).length ?? 0;
      after = page?.pageInfo.hasNextPage === true ? page.pageInfo.endCursor : null;
    } while (after !== null);

    expect(seen).toBe(INTEGRATIONS);
    expect([...statements]).toEqual([ofOne]);
  });
});

/** Integrations like one that the kit makes, each with its health. */
async function addMany({ db }: Api, count: number): Promise<void> {
  const { id: first, ...like } = await addIntegration(db);
  await db.deleteFrom('integration').where('id', '=', first).execute();
  for (let from = 0; from < count; from += AT_ONCE) {
    const ids = Array.from({ length: Math.min(AT_ONCE, count - from) }, () => newId('int'));
    await db
      .insertInto('integration')
      .values(ids.map((id) => ({ ...like, id, externalAccountId: id })))
      .execute();
    await db
      .insertInto('health')
      .values(
        ids.map((integrationId) => {
          return { integrationId, state: 'DEGRADED' as const, calls: 100, failures: 5, changedAt: NOON };
        }),
      )
      .execute();
  }
}
