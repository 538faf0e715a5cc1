import type { Logger } from 'pino';
import type { HubEvents } from '../events.js';
import type { Outbox } from '../outbound-events.js';
import { noteOf, type Actor } from '../audit/audit-note.js';
import { toJson } from '../platform/database/json-text.js';
import { isUniqueViolation } from '../platform/database/unique-violation.js';
import { HubError } from '../platform/errors/hub-error.js';
import type { EventBus } from '../platform/events/event-bus.js';
import type { Account, ProviderDefinition } from '../providers/provider.js';
import type { Db, Row } from '../tables.js';
import type { CredentialStore } from './credential-store.js';
import type { Credentials } from './credentials.js';
import { newIntegration, type Owner } from './new-integration.js';

/** Credentials that were proved, and the account they are of. */
export interface Grant {
  provider: ProviderDefinition;
  account: Account;
  credentials: Credentials;
  owner: Owner & Actor;
  /** The integration that was to hold it; null where none was made yet. */
  integrationId: string | null;
  /** Done in the same transaction, knowing the integration that holds it now. */
  alongside?(trx: Db, integrationId: string): Promise<void>;
}

interface Means {
  db: Db;
  credentials: CredentialStore;
  events: EventBus<HubEvents>;
  outbox: Outbox;
  onConnected(integrationId: string, how: { isNew: boolean }): Promise<void>;
  log: Pick<Logger, 'error'>;
  clock: () => number;
}

interface Stored {
  before: Row<'integration'>;
  after: Row<'integration'>;
  isNew: boolean;
  /** After the commit. */
  sendTold: () => void;
}

const MAX_ATTEMPTS = 3;

/**
 * Puts a grant into the integration that it belongs to. One owner links one account once: where the
 * account was linked before, its integration, with its syncs and records, takes the grant over.
 */
export class GrantStore {
  constructor(private readonly means: Means) {}

  /** @throws HubError CONFLICT when the integration is of another account; its credentials stay as they are. */
  async store(grant: Grant): Promise<Row<'integration'>> {
    const { before, after, isNew, sendTold } = await this.commit(grant);
    const { id } = after;
    sendTold();
    this.means.events.publish('connectionStatusChanged', {
      integrationId: id,
      previous: before.state,
      at: after.updatedAt,
    });
    try {
      await this.means.onConnected(id, { isNew });
    } catch (error) {
      // The account is connected, whatever else fails; its syncs find their own way by their schedule.
      this.means.log.error({ err: error, integrationId: id }, 'could not start what follows a connection');
    }
    return after;
  }

  private async commit(grant: Grant): Promise<Stored> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.means.db.transaction().execute((trx) => this.write(trx, grant));
      } catch (error) {
        // Somebody linked the same account at the same moment: the next look finds theirs.
        if (!isUniqueViolation(error) || attempt === MAX_ATTEMPTS) throw error;
      }
    }
  }

  private async write(trx: Db, grant: Grant): Promise<Stored> {
    const held = await heldBy(trx, grant);
    if (held?.externalAccountId && held.externalAccountId !== grant.account.externalId)
      throw anotherAccount(held, grant);
    const before = (await linkedBefore(trx, held ?? grant.owner, grant)) ?? held ?? (await this.insert(trx, grant));
    const after = await this.update(trx, before.id, grant);
    await grant.alongside?.(trx, after.id);
    await noteOf(grant.owner, { action: 'CONNECTED', integrationId: after.id })(trx, after.updatedAt);
    if (held !== null && held.id !== after.id) await trx.deleteFrom('integration').where('id', '=', held.id).execute();
    const isNew = before.externalAccountId === null;
    const sendTold = await this.means.outbox.add(trx, [
      { type: 'integration.connected', integrationId: after.id, data: { isNew } },
    ]);
    return { before, after, isNew, sendTold };
  }

  private insert(trx: Db, { owner, provider, credentials }: Grant): Promise<Row<'integration'>> {
    return trx
      .insertInto('integration')
      .values(newIntegration(owner, provider.id, credentials.method, this.means.clock()))
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  private async update(trx: Db, id: string, { account, credentials }: Grant): Promise<Row<'integration'>> {
    const now = this.means.clock();
    return trx
      .updateTable('integration')
      .set({
        ...(await this.means.credentials.columnsOf(id, credentials)),
        accountLabel: account.label,
        externalAccountId: account.externalId,
        authMethod: credentials.method,
        grantedScopes: toJson(credentials.method === 'OAUTH2' ? credentials.scopes : []),
        problem: null,
        state: 'CONNECTED',
        updatedAt: now,
      })
      .set((row) => ({
        credentialsVersion: row('credentialsVersion', '+', 1),
        stateSince: row
          .case()
          .when('state', '=', 'CONNECTED')
          .then(row.ref('stateSince'))
          .else(row.cast<number>(row.val(now), 'bigint'))
          .end(),
      }))
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
  }
}

async function heldBy(trx: Db, { integrationId }: Grant): Promise<Row<'integration'> | null> {
  if (integrationId === null) return null;
  const held = await trx.selectFrom('integration').selectAll().where('id', '=', integrationId).executeTakeFirst();
  if (held !== undefined) return held;
  throw new HubError('NOT_FOUND', 'This integration was removed before its account was connected. Connect again.');
}

async function linkedBefore(
  trx: Db,
  owner: Owner,
  { provider, account }: Grant,
): Promise<Row<'integration'> | undefined> {
  return trx
    .selectFrom('integration')
    .selectAll()
    .where('tenantId', '=', owner.tenantId)
    .where('userId', '=', owner.userId)
    .where('providerId', '=', provider.id)
    .where('externalAccountId', '=', account.externalId)
    .executeTakeFirst();
}

function anotherAccount(held: Row<'integration'>, { provider, account }: Grant): HubError {
  const linked = held.accountLabel ?? held.externalAccountId;
  return new HubError(
    'CONFLICT',
    `This integration is linked to ${linked} at ${provider.name}, and you signed in there as ${account.label}. Nothing was changed. Connect again as ${linked}, or link ${account.label} as an integration of its own.`,
  );
}
