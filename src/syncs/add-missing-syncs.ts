import { transact } from '../platform/database/transact.js';
import { newId } from '../platform/id.js';
import type { ModelDefinition } from '../providers/provider.js';
import type { Db } from '../tables.js';

const FOUND_AT_ONCE = 500;
/** Between the first runs of two accounts, so that they do not all begin at once. */
const APART_MS = 1_000;

/**
 * Gives the accounts that are linked at a provider the syncs of models that it did not have when they were linked;
 * says how many.
 */
export async function addMissingSyncs(
  db: Db,
  providerId: string,
  models: readonly Pick<ModelDefinition, 'name'>[],
  now: number,
): Promise<number> {
  let added = 0;
  for (const { name } of models) {
    for (let found = FOUND_AT_ONCE, before = 0; found === FOUND_AT_ONCE; before += found) {
      found = await addTo(db, providerId, name, now + before * APART_MS, now);
      added += found;
    }
  }
  return added;
}

async function addTo(db: Db, providerId: string, model: string, firstRunAt: number, now: number): Promise<number> {
  return transact(db, async (trx) => {
    const without = await trx
      .selectFrom('integration')
      .select('integration.id')
      .where('integration.providerId', '=', providerId)
      .where('integration.state', '=', 'CONNECTED')
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('sync')
              .select('sync.id')
              .whereRef('sync.integrationId', '=', 'integration.id')
              .where('sync.model', '=', model),
          ),
        ),
      )
      .orderBy('integration.id')
      .limit(FOUND_AT_ONCE)
      .execute();
    if (without.length === 0) return 0;
    await trx
      .insertInto('sync')
      .values(
        without.map(({ id }, index) => ({
          id: newId('sync'),
          integrationId: id,
          model,
          recordCount: 0,
          nextFullAt: firstRunAt + index * APART_MS,
          createdAt: now,
        })),
      )
      .onConflict((conflict) => conflict.columns(['integrationId', 'model']).doNothing())
      .execute();
    return without.length;
  });
}
