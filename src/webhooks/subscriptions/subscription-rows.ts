import { randomBytes } from 'node:crypto';
import type { Transaction } from 'kysely';
import { newId } from '../../platform/id.js';
import type { Sealer } from '../../platform/sealing/sealer.js';
import type { NewSubscription } from '../../providers/provider.js';
import type { Db, Row, Tables } from '../../tables.js';
import { renewAt, CLAIM_MS } from './subscription-schedule.js';
import { subscriptionSecretPlace } from './subscription-secret.js';

export type Subscription = Row<'webhook_subscription'>;

const SECRET_BYTES = 32;

/** Writes down that something is to be subscribed to, before the provider is asked: a crash in between is then known. */
export async function addPending(
  db: Db,
  sealer: Sealer,
  wanted: { integrationId: string; subject: string },
  now: number,
): Promise<void> {
  const id = newId('wsub');
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const sealedSecret = await sealer.seal(subscriptionSecretPlace(id), secret);
  await db
    .insertInto('webhook_subscription')
    .values({ id, ...wanted, state: 'PENDING', sealedSecret, actAt: now, failures: 0, createdAt: now })
    .execute();
}

/** What is to be done now, for accounts that are connected. */
export function dueSubscriptions(db: Db, limit: number, now: number) {
  return db
    .selectFrom('webhook_subscription')
    .innerJoin('integration', 'integration.id', 'webhook_subscription.integrationId')
    .selectAll('webhook_subscription')
    .select('integration.providerId')
    .where('integration.state', '=', 'CONNECTED')
    .where('webhook_subscription.actAt', '<=', now)
    .orderBy('webhook_subscription.actAt')
    .limit(limit)
    .execute();
}

/** Takes a subscription for a while; false where somebody else has it. */
export async function claim(db: Db, { id, actAt }: Subscription, now: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('webhook_subscription')
    .set({ actAt: now + CLAIM_MS })
    .where('id', '=', id)
    .where('actAt', '=', actAt)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Writes down what the provider made of it, and lets those that it replaces be looked at. */
export async function activate(
  trx: Transaction<Tables>,
  sealer: Sealer,
  { id, integrationId, subject }: Subscription,
  made: NewSubscription,
  now: number,
): Promise<void> {
  const { externalId, resource = null, secret, expiresAt } = made;
  await trx
    .updateTable('webhook_subscription')
    .set({ actAt: now })
    .where('integrationId', '=', integrationId)
    .where('subject', '=', subject)
    .where('state', '=', 'ACTIVE')
    .execute();
  await trx
    .updateTable('webhook_subscription')
    .set({
      state: 'ACTIVE',
      externalId,
      resource,
      expiresAt,
      actAt: renewAt(expiresAt, now),
      failures: 0,
      error: null,
      ...(secret === undefined ? {} : { sealedSecret: await sealer.seal(subscriptionSecretPlace(id), secret) }),
    })
    .where('id', '=', id)
    .execute();
}
