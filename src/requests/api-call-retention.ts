import type { Db } from '../tables.js';

const MAX_AGE_MS = 30 * 24 * 60 * 60 * 1000;
const MAX_PER_INTEGRATION = 10_000;
/** Few enough that other writers wait for milliseconds only. */
const DELETED_AT_ONCE = 2_000;

/** Removes calls older than 30 days, and of each integration all but its last 10,000. Health does not need them. */
export async function removeOldCalls(db: Db, now: number, maxPerIntegration = MAX_PER_INTEGRATION): Promise<void> {
  await inPortions(() => removeOlderThan(db, now - MAX_AGE_MS));
  for (const integrationId of await crowdedIntegrations(db, maxPerIntegration)) {
    await inPortions(() => removeBeyond(db, integrationId, maxPerIntegration));
  }
}

/** Again and again until a portion finds nothing. */
async function inPortions(remove: () => Promise<bigint>): Promise<void> {
  while ((await remove()) > 0n);
}

async function removeOlderThan(db: Db, at: number): Promise<bigint> {
  const oldest = db.selectFrom('api_call').select('id').where('at', '<', at).limit(DELETED_AT_ONCE);
  return (await db.deleteFrom('api_call').where('id', 'in', oldest).executeTakeFirst()).numDeletedRows;
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
async function removeBeyond(db: Db, integrationId: string, max: number): Promise<bigint> {
  const beyond = db
    .selectFrom('api_call')
    .select('id')
    .where('integrationId', '=', integrationId)
    .orderBy('id', 'desc')
    .offset(max)
    .limit(DELETED_AT_ONCE);
  return (await db.deleteFrom('api_call').where('id', 'in', beyond).executeTakeFirst()).numDeletedRows;
}
