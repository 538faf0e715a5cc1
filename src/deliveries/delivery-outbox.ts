import { sql, type Kysely } from 'kysely';
import type { OutboundEvent, OutboundEventType, Outbox } from '../outbound-events.js';
import { fromJson } from '../platform/database/json-text.js';
import type { Engine } from '../platform/database/open-database.js';
import { rowList } from '../platform/database/row-list.js';
import { newId } from '../platform/id.js';
import type { Db, Row, Tables } from '../tables.js';
import { subjectOf } from './endpoint-subject.js';

export interface DeliveryOutboxDependencies {
  db: Db;
  engine: Engine;
  clock: () => number;
  /** After the commit that brought deliveries to these endpoints. */
  onAdded(endpointIds: readonly string[]): void;
}

/** How old what is known of the endpoints of other processes may be. */
const LOOK_AGAIN_MS = 2_000;

const NOTHING_TO_SEND = () => undefined;

/**
 * Stores events, and a delivery of each for every endpoint that wants it, in the transaction of what they
 * tell of. Which types anybody wants is known beforehand, so that the others cost no statement.
 */
export class DeliveryOutbox implements Outbox {
  private wanted: ReadonlySet<string> = new Set();
  private watching: NodeJS.Timeout | undefined;

  constructor(private readonly deps: DeliveryOutboxDependencies) {}

  /** Learns which types are wanted: at the start, and after each change of an endpoint. */
  async load(): Promise<void> {
    const rows = await this.deps.db
      .selectFrom('outbound_endpoint')
      .select('eventTypes')
      .where('disabledAt', 'is', null)
      .execute();
    this.wanted = new Set(rows.flatMap(({ eventTypes }) => fromJson(eventTypes)));
  }

  /** Keeps to what other processes change. A look that failed is made good by the next. */
  watch(): void {
    this.watching ??= setInterval(() => void this.load().catch(NOTHING_TO_SEND), LOOK_AGAIN_MS).unref();
  }

  close(): void {
    clearInterval(this.watching);
  }

  async add(trx: Kysely<Tables>, events: readonly OutboundEvent[]): Promise<() => void> {
    const wanted = events.filter(({ type }) => this.wanted.has(type));
    if (wanted.length === 0) return NOTHING_TO_SEND;
    const endpoints = await this.findEndpoints(trx);
    const owners = await findOwners(trx, wanted);
    const now = this.deps.clock();
    const rows = wanted
      .map((event) => ({ event, row: eventRow(event, owners.get(event.integrationId ?? '') ?? null, now) }))
      .map(({ event, row }) => ({
        row,
        receivers: endpoints.filter((endpoint) => wants(endpoint, row) && event.about !== subjectOf(endpoint.id)),
      }))
      .filter(({ receivers }) => receivers.length > 0);
    if (rows.length === 0) return NOTHING_TO_SEND;
    const deliveries = rows.flatMap(({ row, receivers }) =>
      receivers.map(({ id: endpointId }) => ({ endpointId, eventId: row.id })),
    );
    const { engine, onAdded } = this.deps;
    await insertEvents(
      { trx, engine },
      rows.map(({ row }) => row),
    );
    await insertDeliveries({ trx, engine }, deliveries, now);
    return () => onAdded([...new Set(deliveries.map(({ endpointId }) => endpointId))]);
  }

  /** They stay until the commit: PostgreSQL would refuse a delivery to one that is removed meanwhile. */
  private findEndpoints(trx: Kysely<Tables>): Promise<Endpoint[]> {
    return trx
      .selectFrom('outbound_endpoint')
      .select(['id', 'tenantId', 'eventTypes'])
      .where('disabledAt', 'is', null)
      .orderBy('id')
      .$if(this.deps.engine === 'postgresql', (endpoints) => endpoints.forKeyShare())
      .execute();
  }
}

type Endpoint = Pick<Row<'outbound_endpoint'>, 'id' | 'tenantId' | 'eventTypes'>;
type Owner = Pick<Row<'integration'>, 'id' | 'tenantId' | 'userId' | 'providerId'>;
type EventRow = Row<'outbound_event'>;

function wants({ tenantId, eventTypes }: Endpoint, event: EventRow): boolean {
  if (tenantId !== null && tenantId !== event.tenantId) return false;
  return fromJson(eventTypes).includes(event.type as OutboundEventType);
}

async function findOwners(trx: Kysely<Tables>, events: readonly OutboundEvent[]): Promise<Map<string, Owner>> {
  const ids = [...new Set(events.flatMap(({ integrationId }) => integrationId ?? []))];
  if (ids.length === 0) return new Map();
  const owners = await trx
    .selectFrom('integration')
    .select(['id', 'tenantId', 'userId', 'providerId'])
    .where('id', 'in', ids)
    .execute();
  return new Map(owners.map((owner) => [owner.id, owner]));
}

function eventRow(event: OutboundEvent, owner: Owner | null, now: number): EventRow {
  const { type, integrationId, data } = event;
  const { tenantId = event.tenantId ?? null, userId = null, providerId = null } = owner ?? {};
  const payload = payloadOf(type, { integrationId, tenantId, userId, providerId, ...data }, now);
  return { id: newId('oevt'), type, tenantId, integrationId, payload, createdAt: now };
}

/** @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#payload-structure */
export function payloadOf(type: string, data: object, now: number): string {
  return JSON.stringify({ type, timestamp: new Date(now).toISOString(), data });
}

interface Place {
  trx: Kysely<Tables>;
  engine: Engine;
}

export async function insertEvents({ trx, engine }: Place, events: readonly EventRow[]): Promise<void> {
  const rows = rowList(
    engine,
    {
      id: 'text',
      type: 'text',
      tenant_id: 'text',
      integration_id: 'text',
      payload: 'text',
      created_at: 'bigint',
    },
    events.map(({ id, type, tenantId, integrationId, payload, createdAt }) => [
      id,
      type,
      tenantId,
      integrationId,
      payload,
      createdAt,
    ]),
  );
  await sql`
    insert into outbound_event (id, type, tenant_id, integration_id, payload, created_at)
    select id, type, tenant_id, integration_id, payload, created_at from ${rows}`.execute(trx);
}

/** Due at once. Gives their ids, in their order. */
export async function insertDeliveries(
  { trx, engine }: Place,
  deliveries: readonly { endpointId: string; eventId: string }[],
  now: number,
): Promise<string[]> {
  const ids = deliveries.map(() => newId('odel'));
  const rows = rowList(
    engine,
    { id: 'text', endpoint_id: 'text', event_id: 'text' },
    deliveries.map(({ endpointId, eventId }, index) => [ids[index] as string, endpointId, eventId]),
  );
  await sql`
    insert into outbound_delivery (id, endpoint_id, event_id, state, attempts, next_attempt_at, created_at)
    select id, endpoint_id, event_id, 'WAITING', 0, cast(${now} as bigint), cast(${now} as bigint)
    from ${rows}`.execute(trx);
  return ids;
}
