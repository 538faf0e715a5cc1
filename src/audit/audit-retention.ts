import { cutoff, PORTION, removeInPortions } from '../platform/database/remove-in-portions.js';
import type { Db } from '../tables.js';

/** Removes entries older than an age. Nothing else removes any. */
export async function removeOldEntries(db: Db, now: number, ageMs: number): Promise<void> {
  const before = cutoff(now, ageMs);
  await removeInPortions(() => removeSome(db, before));
}

function removeSome(db: Db, before: number) {
  const old = db.selectFrom('audit_entry').select('id').where('at', '<', before).limit(PORTION);
  return db.deleteFrom('audit_entry').where('id', 'in', old).executeTakeFirst();
}
