import type { Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { HubEvents } from '../events.js';
import type { Outbox } from '../outbound-events.js';
import { noteOf, type AuditNote } from '../audit/audit-note.js';
import { toJson } from '../platform/database/json-text.js';
import { transact } from '../platform/database/transact.js';
import type { EventBus } from '../platform/events/event-bus.js';
import type { Db, Row, Tables } from '../tables.js';
import type { Asker } from './connections.js';
import type { CredentialStore } from './credential-store.js';
import type { Credentials } from './credentials.js';
import { findIntegration } from './find-integration.js';
import type { OAuthClient } from './oauth-client.js';

/**
 * What hangs on an integration ends with it, in the same transaction: a crash leaves all of it or nothing.
 * Gives what is to be done after the commit.
 */
export type OnDisconnected = (
  trx: Transaction<Tables>,
  integrationId: string,
  how: { deleteRecords: boolean },
) => Promise<() => void>;

interface Means {
  db: Db;
  credentials: CredentialStore;
  oauth: OAuthClient;
  events: EventBus<HubEvents>;
  outbox: Outbox;
  /** Ends what only its credentials can end. Never throws, and takes seconds at most. */
  onDisconnecting(integration: Integration): Promise<void>;
  onDisconnected: OnDisconnected;
  log: Pick<Logger, 'warn'>;
  clock: () => number;
}

type Integration = Row<'integration'>;

/** Forgets the credentials of an integration and takes the grant back at the provider. Doing it again changes nothing. */
export class DisconnectIntegration {
  constructor(private readonly means: Means) {}

  async run({ viewer, read }: Asker, request: { integrationId: string; deleteRecords: boolean }): Promise<Integration> {
    const before = await findIntegration(read, request.integrationId);
    // While its credentials are still there.
    await this.means.onDisconnecting(before);
    const credentials = await this.open(before);
    const { deleteRecords } = request;
    const subject = deleteRecords ? 'records deleted' : null;
    const note = noteOf(viewer, { action: 'DISCONNECTED', integrationId: before.id, subject });
    const after = await this.erase(before, { deleteRecords }, note);
    if (credentials?.method === 'OAUTH2') await this.revoke(before, credentials);
    return after;
  }

  /** Null also where their key is lost: they can still be erased. */
  private async open({ id }: Integration): Promise<Credentials | null> {
    try {
      return (await this.means.credentials.read(id))?.credentials ?? null;
    } catch (error) {
      this.means.log.warn({ err: error, integrationId: id }, 'erasing credentials that cannot be opened');
      return null;
    }
  }

  private async erase(before: Integration, how: { deleteRecords: boolean }, note: AuditNote): Promise<Integration> {
    const now = this.means.clock();
    const done = await transact(this.means.db, async (trx) => {
      // First, as its rows are locked before the integration's by whoever writes both.
      const tellOthers = await this.means.onDisconnected(trx, before.id, how);
      const wasLinked = await forgetCredentials(trx, before.id, now);
      const after = await trx
        .selectFrom('integration')
        .selectAll()
        .where('id', '=', before.id)
        .executeTakeFirstOrThrow();
      await note(trx, now);
      const data = { recordsDeleted: how.deleteRecords };
      const told = [{ type: 'integration.disconnected' as const, integrationId: before.id, data }];
      return { tellOthers, after, sendTold: await this.means.outbox.add(trx, wasLinked ? told : []) };
    });
    if (before.state !== 'DISCONNECTED') {
      this.means.events.publish('connectionStatusChanged', {
        integrationId: before.id,
        previous: before.state,
        at: now,
      });
    }
    done.sendTold();
    done.tellOthers();
    return done.after;
  }

  /** The owner is rid of the link in any case; a provider that does not answer cannot keep them. */
  private async revoke(integration: Integration, credentials: Credentials & { method: 'OAUTH2' }): Promise<void> {
    try {
      if (await this.isShared(integration)) return;
      await this.means.oauth.revoke(integration.providerId, credentials);
    } catch (error) {
      this.means.log.warn({ err: error, integrationId: integration.id }, 'could not revoke a grant at the provider');
    }
  }

  /** Providers revoke a whole account's grant, or give all who link it the same token: another owner's link would die too. */
  private async isShared({ id, providerId, externalAccountId }: Integration): Promise<boolean> {
    if (externalAccountId === null) return false;
    const other = await this.means.db
      .selectFrom('integration')
      .select('id')
      .where('providerId', '=', providerId)
      .where('externalAccountId', '=', externalAccountId)
      .where('id', '!=', id)
      .where('sealedCredentials', 'is not', null)
      .executeTakeFirst();
    return other !== undefined;
  }
}

/** Says whether it was linked until now. */
async function forgetCredentials(trx: Transaction<Tables>, id: string, now: number): Promise<boolean> {
  // A consent that is still under way must not connect it again.
  await trx
    .updateTable('oauth_attempt')
    .set({ expiresAt: now })
    .where('integrationId', '=', id)
    .where('takenAt', 'is', null)
    .where('expiresAt', '>', now)
    .execute();
  const { numUpdatedRows } = await trx
    .updateTable('integration')
    .set({
      sealedCredentials: null,
      credentialsExpireAt: null,
      grantedScopes: toJson<string[]>([]),
      problem: null,
      state: 'DISCONNECTED',
      stateSince: now,
      updatedAt: now,
    })
    .set((row) => ({ credentialsVersion: row('credentialsVersion', '+', 1) }))
    .where('id', '=', id)
    .where('state', '!=', 'DISCONNECTED')
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}
