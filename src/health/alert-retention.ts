import { cutoff, PORTION, removeInPortions } from '../platform/database/remove-in-portions.js';
import type { Db } from '../tables.js';

/** Removes alerts that were resolved longer ago than an age. One that fires stays, however old. */
export async function removeOldAlerts(db: Db, now: number, ageMs: number): Promise<void> {
  const before = cutoff(now, ageMs);
  await removeInPortions(() => removeSome(db, before));
}

function removeSome(db: Db, before: number) {
  const old = db.selectFrom('alert').select('id').where('resolvedAt', '<', before).limit(PORTION);
  return db.deleteFrom('alert').where('id', 'in', old).executeTakeFirst();
}
