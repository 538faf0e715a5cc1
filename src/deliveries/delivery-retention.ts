import type { Db } from '../tables.js';

/** Few enough that other writers wait for milliseconds only. */
const DELETED_AT_ONCE = 1_000;

/** Removes events older than an age in milliseconds, with their deliveries and each try of them. */
export async function removeOldOutboundEvents(db: Db, now: number, ageMs: number): Promise<void> {
  while ((await removeSome(db, now - ageMs)) > 0n);
}

async function removeSome(db: Db, before: number): Promise<bigint> {
  const old = db.selectFrom('outbound_event').select('id').where('createdAt', '<', before).limit(DELETED_AT_ONCE);
  return (await db.deleteFrom('outbound_event').where('id', 'in', old).executeTakeFirst()).numDeletedRows;
}
