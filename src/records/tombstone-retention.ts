import { cutoff, PORTION, removeInPortions } from '../platform/database/remove-in-portions.js';
import type { Db } from '../tables.js';

/** Removes tombstones of objects that were deleted longer ago than an age: who has not read the feed since then does not learn of them. */
export async function removeOldTombstones(db: Db, now: number, ageMs: number): Promise<void> {
  const before = cutoff(now, ageMs);
  await removeInPortions(() => removeSome(db, before));
}

function removeSome(db: Db, before: number) {
  const old = db.selectFrom('record').select('id').where('deletedAt', '<', before).limit(PORTION);
  return db.deleteFrom('record').where('id', 'in', old).executeTakeFirst();
}
