import { cutoff, PORTION, removeInPortions } from '../platform/database/remove-in-portions.js';
import type { Db } from '../tables.js';

/** Removes calls older than an age, and of each integration all but its last ones. Health does not need them. */
export async function removeOldCalls(
  db: Db,
  now: number,
  { ageMs, perIntegration }: { ageMs: number; perIntegration: number },
): Promise<void> {
  const before = cutoff(now, ageMs);
  await removeInPortions(() => removeOlderThan(db, before));
  for (const integrationId of await crowdedIntegrations(db, perIntegration)) {
    await removeInPortions(() => removeBeyond(db, integrationId, perIntegration));
  }
}

function removeOlderThan(db: Db, at: number) {
  const oldest = db.selectFrom('api_call').select('id').where('at', '<', at).limit(PORTION);
  return db.deleteFrom('api_call').where('id', 'in', oldest).executeTakeFirst();
}

async function crowdedIntegrations(db: Db, max: number): Promise<string[]> {
  const rows = await db
    .selectFrom('api_call')
    .select('integrationId')
    .groupBy('integrationId')
    .having(({ fn }) => fn.countAll(), '>', max)
    .execute();
  return rows.map(({ integrationId }) => integrationId);
}

/** Ids sort by time. */
function removeBeyond(db: Db, integrationId: string, max: number) {
  const beyond = db
    .selectFrom('api_call')
    .select('id')
    .where('integrationId', '=', integrationId)
    .orderBy('id', 'desc')
    .offset(max)
    .limit(PORTION);
  return db.deleteFrom('api_call').where('id', 'in', beyond).executeTakeFirst();
}
