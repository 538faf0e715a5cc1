import { fromJson } from '../platform/database/json-text.js';
import type { Db, Row } from '../tables.js';

/** An integration that an event concerns, with its syncs by model. */
export interface EventTarget {
  integration: Pick<Row<'integration'>, 'id' | 'providerId' | 'state' | 'externalAccountId'>;
  syncs: ReadonlyMap<string, Row<'sync'>>;
}

/** By the id of the event. */
export type TargetsOfEvents = ReadonlyMap<string, readonly EventTarget[]>;

/** Finds, for many events of one provider at the cost of one, the integrations that they concern. */
export async function findTargets(
  db: Db,
  providerId: string,
  events: readonly Row<'webhook_event'>[],
): Promise<TargetsOfEvents> {
  const integrations = await findIntegrations(db, providerId, events);
  const syncs = await findSyncs(
    db,
    integrations.map(({ id }) => id),
  );
  const targets = integrations.map((integration) => ({
    integration,
    syncs: new Map((syncs.get(integration.id) ?? []).map((sync) => [sync.model, sync])),
  }));
  return new Map(events.map((event) => [event.id, targets.filter((target) => concerns(event, target))]));
}

/** The address decides where it names an integration, else the accounts that the event speaks of. */
function concerns(event: Row<'webhook_event'>, { integration }: EventTarget): boolean {
  if (event.addressedTo !== null) return integration.id === event.addressedTo;
  return integration.externalAccountId !== null && fromJson(event.accounts).includes(integration.externalAccountId);
}

async function findIntegrations(db: Db, providerId: string, events: readonly Row<'webhook_event'>[]) {
  const ids = [...new Set(events.flatMap(({ addressedTo }) => addressedTo ?? []))];
  const accounts = [
    ...new Set(events.flatMap((event) => (event.addressedTo === null ? fromJson(event.accounts) : []))),
  ];
  if (ids.length + accounts.length === 0) return [];
  return db
    .selectFrom('integration')
    .select(['id', 'providerId', 'state', 'externalAccountId'])
    .where('providerId', '=', providerId)
    .where((eb) =>
      eb.or([
        ...(ids.length > 0 ? [eb('id', 'in', ids)] : []),
        ...(accounts.length > 0 ? [eb('externalAccountId', 'in', accounts)] : []),
      ]),
    )
    .orderBy('id')
    .execute();
}

async function findSyncs(db: Db, integrationIds: readonly string[]) {
  if (integrationIds.length === 0) return new Map<string, Row<'sync'>[]>();
  const syncs = await db.selectFrom('sync').selectAll().where('integrationId', 'in', integrationIds).execute();
  return Map.groupBy(syncs, ({ integrationId }) => integrationId);
}
