import type { Db } from '../../tables.js';

/** Changes that polling found and no event told of: one may have been read just before its event came. */
const FOUND_BY_POLLING = 2;

/** Integrations whose subscriptions are silent although polling finds changes of these models. */
export async function findSilent(db: Db, models: readonly string[]): Promise<string[]> {
  if (models.length === 0) return [];
  const silent = await silentIntegrations(db, models).execute();
  return silent.map(({ integrationId }) => integrationId);
}

/** The same as a query. @param models at least one. */
export function silentIntegrations(db: Db, models: readonly string[]) {
  const heard = db
    .selectFrom('webhook_subscription')
    .where('state', '=', 'ACTIVE')
    .groupBy('integrationId')
    .select(({ fn }) => ['integrationId', fn.max(fn.coalesce('lastEventAt', 'createdAt')).as('at')]);
  return db
    .selectFrom(heard.as('heard'))
    .innerJoin('sync_log', 'sync_log.integrationId', 'heard.integrationId')
    .where('sync_log.model', 'in', models)
    .where('sync_log.trigger', '=', 'SCHEDULE')
    .where('sync_log.kind', '=', 'INCREMENTAL')
    .where('sync_log.state', '=', 'SUCCEEDED')
    .whereRef('sync_log.queuedAt', '>', 'heard.at')
    .where((eb) => eb.or([eb('added', '>', 0), eb('updated', '>', 0), eb('deleted', '>', 0)]))
    .groupBy('heard.integrationId')
    .having(({ fn }) => fn.countAll(), '>=', FOUND_BY_POLLING)
    .select('heard.integrationId');
}
