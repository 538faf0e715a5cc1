import type { Transaction } from 'kysely';
import { newId } from '../platform/id.js';
import type { Db, Tables } from '../tables.js';
import type { HealthState } from './health-state.js';
import type { SummedHealth } from './sum-up.js';

export interface ChangedHealth {
  previous: HealthState;
  health: SummedHealth;
}

const REMOVED_AT_ONCE = 2_000;

/** Notes states that integrations came into, in the transaction of the change. */
export async function addHealthChanges(
  trx: Transaction<Tables>,
  changed: readonly ChangedHealth[],
  at: number,
): Promise<void> {
  await trx
    .insertInto('health_change')
    .values(
      changed.map(({ previous, health: { integrationId, state, calls, failures, mainFailure } }) => {
        return { id: newId('hch'), integrationId, previous, state, calls, failures, mainFailure, at };
      }),
    )
    .execute();
}

/** Removes changes older than an age in milliseconds, in small batches. For a job. */
export async function removeOldHealthChanges(db: Db, now: number, ageMs: number): Promise<void> {
  while ((await removeSome(db, now - ageMs)) > 0n);
}

async function removeSome(db: Db, before: number): Promise<bigint> {
  const old = db.selectFrom('health_change').select('id').where('at', '<', before).limit(REMOVED_AT_ONCE);
  return (await db.deleteFrom('health_change').where('id', 'in', old).executeTakeFirst()).numDeletedRows;
}
