import type { AuditAction } from '../audit/audit-action.js';
import { noteOf, type Actor, type Deed } from '../audit/audit-note.js';
import type { OutboundEventType } from '../outbound-events.js';
import { toJson } from '../platform/database/json-text.js';
import { transact } from '../platform/database/transact.js';
import { HubError } from '../platform/errors/hub-error.js';
import { newId } from '../platform/id.js';
import type { Sealer } from '../platform/sealing/sealer.js';
import type { Db, Row } from '../tables.js';
import { readAddress, type AddressRules } from './endpoint-address.js';
import { newSigningSecret, retireSecret, sealOf } from './endpoint-secrets.js';
import { ALERT_EVENTS } from './outbound-event-types.js';
import type { OutboundEndpointKind } from './outbound-state.js';

type Endpoint = Row<'outbound_endpoint'>;

export interface NewEndpoint {
  /** Null for the events of all tenants. */
  tenantId: string | null;
  kind: OutboundEndpointKind;
  address: string;
  eventTypes: readonly OutboundEventType[];
  description: string | null;
}

/** What is null or left out stays. */
export interface EndpointChanges {
  address?: string | null;
  eventTypes?: readonly OutboundEventType[] | null;
  description?: string | null;
  enabled?: boolean | null;
}

export interface OutboundEndpointsDependencies {
  db: Db;
  sealer: Sealer;
  rules: AddressRules;
  clock: () => number;
  /** After a commit that changed what is wanted, or whether what waits is sent. */
  onChanged(endpointId: string): Promise<void>;
}

/** Of a tenant, and of those for all tenants: each event makes a row for each. */
const MOST_ENDPOINTS = 20;
const MAX_DESCRIPTION = 200;
const HOUR_MS = 60 * 60 * 1000;

/** Where the hub sends events to. Secrets leave it once: when they are made. */
export class OutboundEndpoints {
  constructor(private readonly deps: OutboundEndpointsDependencies) {}

  /** @throws HubError BAD_INPUT with the field, or CONFLICT where there are too many. */
  async create(wanted: NewEndpoint, by: Actor): Promise<{ endpoint: Endpoint; secret: string | null }> {
    const { db, sealer, rules, clock } = this.deps;
    const { tenantId, kind } = wanted;
    const { address, shownAddress } = readAddress(kind, wanted.address, rules);
    const eventTypes = toJson(checkTypes(kind, wanted.eventTypes));
    const description = checkDescription(wanted.description);
    await this.refuseTooMany(tenantId);
    const id = newId('oend');
    const secret = kind === 'WEBHOOK' ? newSigningSecret() : null;
    const now = clock();
    const row = {
      id,
      tenantId,
      kind,
      shownAddress,
      sealedAddress: await sealOf(sealer, id, 'address', address),
      eventTypes,
      description,
      sealedSecret: secret === null ? null : await sealOf(sealer, id, 'secret', secret),
      createdAt: now,
      updatedAt: now,
    };
    const endpoint = await transact(db, async (trx) => {
      const created = await trx.insertInto('outbound_endpoint').values(row).returningAll().executeTakeFirstOrThrow();
      await noteOf(by, deedOf('ENDPOINT_CREATED', created))(trx, now);
      return created;
    });
    await this.deps.onChanged(id);
    return { endpoint, secret };
  }

  /** @throws HubError BAD_INPUT with the field. */
  async update({ id, kind }: Endpoint, changes: EndpointChanges, by: Actor): Promise<Endpoint> {
    const { db, clock } = this.deps;
    const now = clock();
    const columns = {
      ...(await this.addressColumns(id, kind, changes.address ?? null)),
      ...(changes.eventTypes && { eventTypes: toJson(checkTypes(kind, changes.eventTypes)) }),
      ...(typeof changes.description === 'string' && { description: checkDescription(changes.description) }),
      ...(changes.enabled === true && { disabledAt: null, disabledReason: null, failingSince: null }),
      ...(changes.enabled === false && { disabledAt: now, disabledReason: 'Switched off by hand.' }),
      updatedAt: now,
    };
    const changed = await transact(db, async (trx) => {
      const updating = trx.updateTable('outbound_endpoint').set(columns).where('id', '=', id);
      const updated = await updating.returningAll().executeTakeFirst();
      if (updated === undefined) throw removedMeanwhile();
      await noteOf(by, deedOf('ENDPOINT_UPDATED', updated))(trx, now);
      return updated;
    });
    await this.deps.onChanged(id);
    return changed;
  }

  /**
   * Gives a new secret; the old one signs beside it for a while, so that the receiver can be changed meanwhile.
   * @throws HubError BAD_INPUT where nothing is signed, CONFLICT where another rotation came between.
   */
  async rotateSecret(
    endpoint: Endpoint,
    overlapHours: number,
    by: Actor,
  ): Promise<{ endpoint: Endpoint; secret: string }> {
    const { db, sealer, clock } = this.deps;
    const { id, kind, sealedSecret } = endpoint;
    if (kind !== 'WEBHOOK') throw new HubError('BAD_INPUT', 'Only what goes to webhooks is signed.', AT_ID);
    if (overlapHours < 0 || overlapHours > 168)
      throw new HubError('BAD_INPUT', 'overlapHours must be from 0 to 168.', { field: ['input', 'overlapHours'] });
    const secret = newSigningSecret();
    const now = clock();
    const columns = {
      sealedSecret: await sealOf(sealer, id, 'secret', secret),
      sealedOldSecret: await retireSecret(sealer, endpoint),
      oldSecretEndsAt: now + overlapHours * HOUR_MS,
      updatedAt: now,
    };
    const rotated = await transact(db, async (trx) => {
      const updating = trx.updateTable('outbound_endpoint').set(columns).where('id', '=', id);
      const updated = await updating.where('sealedSecret', '=', sealedSecret).returningAll().executeTakeFirst();
      if (updated === undefined)
        throw new HubError('CONFLICT', 'Its secret was just rotated, or it was removed. Look at it again.', AT_ID);
      await noteOf(by, deedOf('ENDPOINT_SECRET_ROTATED', updated))(trx, now);
      return updated;
    });
    return { endpoint: rotated, secret };
  }

  /** With its deliveries; what is being sent may still arrive. */
  async remove(endpoint: Endpoint, by: Actor): Promise<void> {
    const { db, clock } = this.deps;
    const { id } = endpoint;
    await transact(db, async (trx) => {
      const { numDeletedRows } = await trx.deleteFrom('outbound_endpoint').where('id', '=', id).executeTakeFirst();
      if (numDeletedRows > 0n) await noteOf(by, deedOf('ENDPOINT_REMOVED', endpoint))(trx, clock());
    });
    await this.deps.onChanged(id);
  }

  private async addressColumns(id: string, kind: OutboundEndpointKind, text: string | null) {
    if (text === null) return null;
    const { address, shownAddress } = readAddress(kind, text, this.deps.rules);
    return { shownAddress, sealedAddress: await sealOf(this.deps.sealer, id, 'address', address) };
  }

  private async refuseTooMany(tenantId: string | null): Promise<void> {
    const { count } = await this.deps.db
      .selectFrom('outbound_endpoint')
      .where('tenantId', tenantId === null ? 'is' : '=', tenantId)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    if (count < MOST_ENDPOINTS) return;
    throw new HubError('CONFLICT', `There are ${MOST_ENDPOINTS} endpoints already. Remove one that is no longer used.`);
  }
}

/** The address as it is shown, without what in it is secret. */
function deedOf(action: AuditAction, { id, tenantId, shownAddress }: Endpoint): Deed {
  return { action, ownerTenantId: tenantId, subject: `${id} ${shownAddress}` };
}

const AT_ID = { field: ['input', 'endpointId'] };

function removedMeanwhile(): HubError {
  return new HubError('NOT_FOUND', 'This endpoint was removed meanwhile.', AT_ID);
}

function checkTypes(kind: OutboundEndpointKind, types: readonly OutboundEventType[]): OutboundEventType[] {
  const field = ['input', 'eventTypes'];
  if (types.length === 0)
    throw new HubError('BAD_INPUT', 'eventTypes must name at least one type of event.', { field });
  if (kind !== 'WEBHOOK' && types.some((type) => !ALERT_EVENTS.includes(type))) {
    throw new HubError('BAD_INPUT', `${kind} takes alerts only: ALERT_FIRED and ALERT_RESOLVED.`, { field });
  }
  return [...new Set(types)];
}

function checkDescription(text: string | null): string | null {
  const trimmed = text?.trim() ?? '';
  if (trimmed.length <= MAX_DESCRIPTION) return trimmed === '' ? null : trimmed;
  throw new HubError('BAD_INPUT', `description must have at most ${MAX_DESCRIPTION} characters.`, {
    field: ['input', 'description'],
  });
}
