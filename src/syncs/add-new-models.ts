import { newId } from '../platform/id.js';
import type { ModelDefinition, ProviderDefinition } from '../providers/provider.js';
import type { Db } from '../tables.js';
import { nextDueAt } from './sync-schedule.js';

const ACCOUNTS_AT_ONCE = 1_000;

/** Accounts begin with a new model within this time, spread over it. */
const SOON = '15 minutes';

/**
 * Gives accounts that were connected before their provider had one of its models a sync of it, as after an update of
 * the hub. An account without any sync is one whose connecting is under way, and is left alone.
 */
export async function addNewModels(db: Db, { id, models }: ProviderDefinition, now: number): Promise<void> {
  for (const model of models) {
    for (let found = ACCOUNTS_AT_ONCE; found === ACCOUNTS_AT_ONCE;) {
      const accounts = await findWithout(db, id, model.name);
      found = accounts.length;
      if (found === 0) break;
      await db
        .insertInto('sync')
        .values(accounts.map((integrationId) => syncOf(integrationId, model, now)))
        // Of another process that starts, too.
        .onConflict((conflict) => conflict.columns(['integrationId', 'model']).doNothing())
        .execute();
    }
  }
}

async function findWithout(db: Db, providerId: string, model: string): Promise<string[]> {
  const found = await db
    .selectFrom('integration')
    .select('integration.id')
    .where('integration.providerId', '=', providerId)
    .where('integration.state', '=', 'CONNECTED')
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('sync').select('sync.id').whereRef('sync.integrationId', '=', 'integration.id')),
    )
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
    .limit(ACCOUNTS_AT_ONCE)
    .execute();
  return found.map(({ id }) => id);
}

function syncOf(integrationId: string, { name: model, schedule }: ModelDefinition, now: number) {
  const id = newId('sync');
  return {
    id,
    integrationId,
    model,
    recordCount: 0,
    createdAt: now,
    nextFullAt: nextDueAt(SOON, id, now),
    nextIncrementalAt: schedule.incremental === null ? null : nextDueAt(schedule.incremental, id, now),
  };
}
