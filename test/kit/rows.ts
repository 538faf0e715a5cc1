import type { Insertable } from 'kysely';
import { toJson } from '../../src/platform/database/json-text.js';
import { newId } from '../../src/platform/id.js';
import type { Db, Row, Tables } from '../../src/tables.js';

type Given<T extends keyof Tables> = Partial<Insertable<Tables[T]>>;
type Hangs = { integrationId: string };

/** When everything happens in these rows, unless the test says otherwise. */
export const NOON = Date.UTC(2026, 10, 24, 12);

/** A connected integration of user `ada` of tenant `acme`. */
export async function addIntegration(db: Db, given: Given<'integration'> = {}): Promise<Row<'integration'>> {
  return db
    .insertInto('integration')
    .values({
      id: newId('int'),
      providerId: 'things',
      tenantId: 'acme',
      userId: 'ada',
      accountLabel: 'Ada at Things',
      externalAccountId: newId('att'),
      authMethod: 'OAUTH2',
      state: 'CONNECTED',
      stateSince: NOON,
      grantedScopes: toJson(['things.read']),
      credentialsVersion: 1,
      createdAt: NOON,
      updatedAt: NOON,
      ...given,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The sync of model `Thing`. */
export async function addSync(db: Db, given: Given<'sync'> & Hangs): Promise<Row<'sync'>> {
  return db
    .insertInto('sync')
    .values({ id: newId('sync'), model: 'Thing', recordCount: 0, createdAt: NOON, ...given })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** A run that succeeded. */
export async function addSyncLog(db: Db, sync: Row<'sync'>, given: Given<'sync_log'> = {}): Promise<Row<'sync_log'>> {
  return db
    .insertInto('sync_log')
    .values({
      id: newId('slog'),
      syncId: sync.id,
      integrationId: sync.integrationId,
      model: sync.model,
      kind: 'FULL',
      trigger: 'SCHEDULE',
      state: 'SUCCEEDED',
      queuedAt: NOON,
      startedAt: NOON,
      finishedAt: NOON + 1500,
      pages: 1,
      apiCalls: 1,
      retries: 0,
      pauses: 0,
      added: 0,
      updated: 0,
      deleted: 0,
      unchanged: 0,
      ...given,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** An event of provider `things` that was processed, and that concerns these integrations. */
export async function addWebhookEvent(
  db: Db,
  integrationIds: readonly string[],
  given: Given<'webhook_event'> = {},
): Promise<Row<'webhook_event'>> {
  const id = newId('whe');
  const event = await db
    .insertInto('webhook_event')
    .values({
      id,
      providerId: 'things',
      dedupeKey: id,
      externalId: id,
      type: 'thing.changed',
      accounts: toJson([]),
      sealedPayload: 'never opened',
      state: 'COMPLETED',
      attempts: 1,
      deliveries: 1,
      receivedAt: NOON,
      completedAt: NOON,
      ...given,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  for (const integrationId of integrationIds) {
    await db.insertInto('webhook_event_integration').values({ webhookEventId: event.id, integrationId }).execute();
  }
  return event;
}

export async function addHealth(db: Db, given: Given<'health'> & Hangs): Promise<Row<'health'>> {
  return db
    .insertInto('health')
    .values({ state: 'HEALTHY', calls: 100, failures: 0, changedAt: NOON, ...given })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function addQuota(db: Db, given: Given<'quota'> & Hangs): Promise<Row<'quota'>> {
  return db
    .insertInto('quota')
    .values({ callLimit: 100, remaining: 40, resetsAt: NOON, updatedAt: NOON, ...given })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function addApiCall(db: Db, given: Given<'api_call'> & Hangs): Promise<Row<'api_call'>> {
  return db
    .insertInto('api_call')
    .values({
      id: newId('call'),
      method: 'GET',
      endpoint: '/things',
      statusCode: 200,
      durationMs: 12,
      attempt: 1,
      at: NOON,
      ...given,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** An alert that fires; which integration it is about is the test's to say. */
export async function addAlert(db: Db, given: Given<'alert'> = {}): Promise<Row<'alert'>> {
  const id = newId('alrt');
  return db
    .insertInto('alert')
    .values(({ selectFrom }) => ({
      id,
      tenantId: selectFrom('integration')
        .select('integration.tenantId')
        .where('integration.id', '=', given.integrationId ?? null),
      rule: 'HEALTH_DOWN',
      cause: `test ${id}`,
      title: 'Things: calls fail',
      message: 'Calls to Things fail. Look at them.',
      state: 'FIRING',
      firedAt: NOON,
      changedAt: NOON,
      ...given,
    }))
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** A record of model `Thing`; its place in the change feed is the test's to say. */
export async function addRecord(db: Db, given: Given<'record'> & Hangs & { sequence: number }): Promise<Row<'record'>> {
  const externalId = given.externalId ?? `thing-${given.sequence}`;
  return db
    .insertInto('record')
    .values({
      id: newId('rec'),
      model: 'Thing',
      externalId,
      data: toJson<unknown>({ id: externalId, title: `Thing ${given.sequence}` }),
      hash: externalId,
      revision: 1,
      firstSeenAt: NOON,
      changedAt: NOON,
      ...given,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Where events of all tenants are sent; nothing of it opens. */
export async function addOutboundEndpoint(
  db: Db,
  given: Given<'outbound_endpoint'> = {},
): Promise<Row<'outbound_endpoint'>> {
  return db
    .insertInto('outbound_endpoint')
    .values({
      id: newId('oend'),
      kind: 'WEBHOOK',
      shownAddress: 'https://product.example/events',
      sealedAddress: 'never opened',
      eventTypes: toJson([]),
      createdAt: NOON,
      updatedAt: NOON,
      ...given,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}
