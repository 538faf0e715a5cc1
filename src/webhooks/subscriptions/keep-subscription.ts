import { transact } from '../../platform/database/transact.js';
import type { HubError } from '../../platform/errors/hub-error.js';
import type { Sealer } from '../../platform/sealing/sealer.js';
import type { SubscriptionHandle, WebhookSubscriptions } from '../../providers/provider.js';
import type { Db } from '../../tables.js';
import { activate, addPending, type Subscription } from './subscription-rows.js';
import { renewAt, retryAt } from './subscription-schedule.js';
import { subscriptionSecretPlace } from './subscription-secret.js';

export interface Keeping {
  db: Db;
  sealer: Sealer;
  clock: () => number;
  declared: WebhookSubscriptions;
  api: unknown;
  /** Where the provider is to deliver. */
  url: string;
  /** What it delivers to instead, where an operator named one. */
  topic: string | undefined;
}

/** After so many failures a subscription that should go is forgotten: what it delivers then is refused. */
const REMOVALS = 5;
const WAIT_FOR_OTHER_MS = 10 * 60_000;

/** Does what is to be done with a subscription: makes it, renews it, lets another take its place, or removes it. */
export async function keepSubscription(keeping: Keeping, subscription: Subscription): Promise<void> {
  switch (subscription.state) {
    case 'PENDING':
      return create(keeping, subscription);
    case 'ACTIVE':
      return keepActive(keeping, subscription);
    case 'RETIRING':
      return remove(keeping, subscription);
  }
}

async function create(keeping: Keeping, subscription: Subscription): Promise<void> {
  const { db, sealer, clock, declared, api, url, topic } = keeping;
  const { id, subject, sealedSecret } = subscription;
  const secret = await sealer.open(subscriptionSecretPlace(id), sealedSecret);
  const made = await declared.create({ api, subject, url, secret, id, topic });
  await transact(db, (trx) => activate(trx, sealer, subscription, made, clock()));
}

async function renew({ db, clock, declared, api }: Keeping, subscription: Subscription): Promise<void> {
  const renewed = await declared.renew?.({ api, subscription: handleOf(subscription) });
  const expiresAt = renewed?.expiresAt ?? null;
  await db
    .updateTable('webhook_subscription')
    .set({ expiresAt, actAt: renewAt(expiresAt, clock()), failures: 0, error: null })
    .where('id', '=', subscription.id)
    .execute();
}

/** One that ends is renewed where the provider can, else another is made; it goes only when that is there. */
async function keepActive(keeping: Keeping, old: Subscription): Promise<void> {
  const { db, sealer, clock, declared } = keeping;
  const others = await db
    .selectFrom('webhook_subscription')
    .select(['state', 'externalId'])
    .where('integrationId', '=', old.integrationId)
    .where('subject', '=', old.subject)
    .where('id', '>', old.id)
    .execute();
  const successor = others.find(({ state }) => state === 'ACTIVE');
  if (successor !== undefined) return retire(keeping, old, successor.externalId);
  if (declared.renew !== undefined && others.length === 0) return renew(keeping, old);
  if (others.length === 0)
    await addPending(db, sealer, { integrationId: old.integrationId, subject: old.subject }, clock());
  await db
    .updateTable('webhook_subscription')
    .set({ actAt: clock() + WAIT_FOR_OTHER_MS })
    .where('id', '=', old.id)
    .execute();
}

/** Where the provider let the new one take over the old one's place, there is nothing to remove. */
async function retire({ db, clock }: Keeping, old: Subscription, successorId: string | null): Promise<void> {
  if (successorId === old.externalId) {
    await db.deleteFrom('webhook_subscription').where('id', '=', old.id).execute();
    return;
  }
  await db
    .updateTable('webhook_subscription')
    .set({ state: 'RETIRING', actAt: clock() })
    .where('id', '=', old.id)
    .execute();
}

async function remove({ db, declared, api }: Keeping, subscription: Subscription): Promise<void> {
  if (subscription.externalId !== null) await declared.remove({ api, subscription: handleOf(subscription) });
  await db.deleteFrom('webhook_subscription').where('id', '=', subscription.id).execute();
}

/** Writes down why it could not be done, and when it is tried again. */
export async function noteFailure(
  { db, clock }: Pick<Keeping, 'db' | 'clock'>,
  { id, state, failures }: Subscription,
  error: HubError,
): Promise<void> {
  const now = clock();
  if (state === 'RETIRING' && failures + 1 >= REMOVALS) {
    await db.deleteFrom('webhook_subscription').where('id', '=', id).execute();
    return;
  }
  await db
    .updateTable('webhook_subscription')
    .set({ failures: failures + 1, error: error.message, actAt: error.retryAt ?? retryAt(failures + 1, now) })
    .where('id', '=', id)
    .execute();
}

export function handleOf({ subject, externalId, resource }: Subscription): SubscriptionHandle {
  return { subject, externalId: externalId ?? '', resource };
}
