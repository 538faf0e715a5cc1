import { setTimeout as delay } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import type { Logger } from 'pino';
import { HubError } from '../../platform/errors/hub-error.js';
import type { Jobs } from '../../platform/jobs/jobs.js';
import type { Sealer } from '../../platform/sealing/sealer.js';
import type { ProviderDefinition, WebhookSubscriptions } from '../../providers/provider.js';
import type { CallOptions } from '../../requests/request-manager.js';
import type { Db, Row, Tables } from '../../tables.js';
import { findSilent } from './find-silent.js';
import { handleOf, keepSubscription, noteFailure, type Keeping } from './keep-subscription.js';
import { addPending, claim, dueSubscriptions, type Subscription } from './subscription-rows.js';
import { CHECK_EVERY_MS, CLAIM_MS, retryAt } from './subscription-schedule.js';

export interface SubscriptionsDependencies {
  db: Db;
  sealer: Sealer;
  jobs: Jobs;
  logger: Pick<Logger, 'warn' | 'error'>;
  clock: () => number;
  /** Without a trailing slash. */
  publicUrl: string;
  /** Aborted when the hub stops. */
  signal: AbortSignal;
  definitions: readonly ProviderDefinition[];
  apiOf(integrationId: string, options: CallOptions): Promise<{ api: unknown }>;
  /** What an operator named for a provider to deliver to. */
  topicOf(providerId: string): string | undefined;
  toHubError(provider: ProviderDefinition, error: unknown): HubError | null;
  /** After a commit by which other secrets prove deliveries. */
  onChanged(): void;
}

const KEEP_JOB = 'keep-webhook-subscriptions';
const SILENCE_JOB = 'find-silent-webhook-subscriptions';
/** Accounts and subscriptions of one run. */
const AT_ONCE = 100;
/** A successor is wanted, made, and takes over; the old one is retired, and removed. */
const MAX_ROUNDS = 6;
/** How long unlinking an account waits for the provider to stop its deliveries. */
const GOODBYE_MS = 5_000;

type Account = Pick<Row<'integration'>, 'id' | 'providerId' | 'authMethod' | 'subscriptionsCheckAt'>;

/** Has providers deliver, where that is asked for by API: asks, renews, notices silence, and takes back. */
export class Subscriptions {
  private readonly declared: ReadonlyMap<string, { provider: ProviderDefinition; subscriptions: WebhookSubscriptions }>;

  constructor(private readonly deps: SubscriptionsDependencies) {
    this.declared = new Map(
      deps.definitions.flatMap((provider) => {
        const subscriptions = provider.webhook?.subscriptions;
        return subscriptions === undefined ? [] : [[provider.id, { provider, subscriptions }] as const];
      }),
    );
  }

  /** Announces the jobs; before the scheduler starts. */
  defineJobs(): void {
    const { jobs } = this.deps;
    jobs.define({ name: KEEP_JOB, concurrency: 1, run: () => this.keep() });
    jobs.define({ name: SILENCE_JOB, concurrency: 1, run: () => this.replaceSilent() });
  }

  async start(): Promise<void> {
    await this.deps.jobs.every(KEEP_JOB, '1 minute');
    await this.deps.jobs.every(SILENCE_JOB, '30 minutes');
  }

  /** Subscribes a connected account soon. */
  async onConnected(integrationId: string): Promise<void> {
    if (this.declared.size === 0) return;
    const { db, jobs, clock } = this.deps;
    await db
      .updateTable('integration')
      .set({ subscriptionsCheckAt: clock() })
      .where('id', '=', integrationId)
      .execute();
    await jobs.enqueue(KEEP_JOB, {});
  }

  /** Looks at accounts and subscriptions whose time has come. */
  async keep(): Promise<void> {
    for (const account of await this.dueAccounts()) {
      if (this.deps.signal.aborted) return;
      if (await this.claimAccount(account)) await this.check(account);
    }
    const { db, clock, signal } = this.deps;
    // Again, since what takes another's place lets that one go.
    for (let rounds = 0; rounds < MAX_ROUNDS; rounds += 1) {
      const due = await dueSubscriptions(db, AT_ONCE, clock());
      for (const subscription of due) {
        if (signal.aborted) return;
        if (await claim(db, subscription, clock())) await this.act(subscription.providerId, subscription);
      }
      if (due.length === 0) return;
    }
  }

  /** Lets new ones take the place of those that say nothing although polling finds changes. */
  async replaceSilent(): Promise<void> {
    const { db, sealer, clock, logger } = this.deps;
    for (const integrationId of await findSilent(db, this.toldToAddresses())) {
      logger.warn({ integrationId }, 'the provider delivers nothing although there are changes; subscribing anew');
      const active = await db
        .selectFrom('webhook_subscription')
        .select('subject')
        .distinct()
        .where('integrationId', '=', integrationId)
        .where('state', '=', 'ACTIVE')
        .execute();
      for (const { subject } of active) await addPending(db, sealer, { integrationId, subject }, clock());
    }
    await this.keep();
  }

  /** Before the credentials of an account are erased: stops its deliveries, as far as the provider lets it. */
  async onDisconnecting({ id, providerId }: Pick<Row<'integration'>, 'id' | 'providerId'>): Promise<void> {
    const declared = this.declared.get(providerId);
    if (declared === undefined) return;
    const removing = this.removeAll(id, declared).catch((error: unknown) =>
      this.deps.logger.warn({ err: error, integrationId: id }, 'the provider could not be told to stop its deliveries'),
    );
    await Promise.race([removing, delay(GOODBYE_MS, undefined, { ref: false })]);
  }

  /** In the transaction that erases the credentials. */
  async forget(trx: Transaction<Tables>, integrationId: string): Promise<void> {
    await trx.deleteFrom('webhook_subscription').where('integrationId', '=', integrationId).execute();
  }

  /** Models of which subscriptions tell. What comes by a topic names none, so that none can be found silent. */
  toldToAddresses(): string[] {
    return [...this.declared.values()]
      .filter(({ subscriptions }) => subscriptions.needsTopic !== true)
      .flatMap(({ provider }) => provider.models.filter(({ supportsRealtime }) => supportsRealtime))
      .map(({ name }) => name);
  }

  private dueAccounts(): Promise<Account[]> {
    const providerIds = [...this.declared.keys()];
    if (providerIds.length === 0) return Promise.resolve([]);
    return this.deps.db
      .selectFrom('integration')
      .select(['id', 'providerId', 'authMethod', 'subscriptionsCheckAt'])
      .where('state', '=', 'CONNECTED')
      .where('providerId', 'in', providerIds)
      .where((eb) =>
        eb.or([eb('subscriptionsCheckAt', 'is', null), eb('subscriptionsCheckAt', '<=', this.deps.clock())]),
      )
      .limit(AT_ONCE)
      .execute();
  }

  private async claimAccount({ id, subscriptionsCheckAt }: Account): Promise<boolean> {
    const { db, clock } = this.deps;
    const { numUpdatedRows } = await db
      .updateTable('integration')
      .set({ subscriptionsCheckAt: clock() + CLAIM_MS })
      .where('id', '=', id)
      .where('subscriptionsCheckAt', subscriptionsCheckAt === null ? 'is' : '=', subscriptionsCheckAt)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** Compares what the account has with what is subscribed to. */
  private async check(account: Account): Promise<void> {
    const declared = this.declared.get(account.providerId);
    if (declared === undefined) return;
    const { db, clock } = this.deps;
    let next = clock() + CHECK_EVERY_MS;
    try {
      const subjects = await this.subjectsOf(account, declared.subscriptions);
      if (subjects !== null) await this.compare(account.id, new Set(subjects));
    } catch (error) {
      const known = this.explain(declared.provider, error, { integrationId: account.id });
      next = known.retryAt ?? retryAt(3, clock());
    }
    await db.updateTable('integration').set({ subscriptionsCheckAt: next }).where('id', '=', account.id).execute();
  }

  /** Null where nothing of the account is subscribed to by the hub. */
  private async subjectsOf(account: Account, declared: WebhookSubscriptions): Promise<readonly string[] | null> {
    if (!(declared.authMethods?.includes(account.authMethod as never) ?? true)) return null;
    if (declared.needsTopic === true && this.deps.topicOf(account.providerId) === undefined) return [];
    return declared.subjects(await this.apiOf(account.id));
  }

  private async compare(integrationId: string, wanted: ReadonlySet<string>): Promise<void> {
    const { db, sealer, clock } = this.deps;
    const there = await db
      .selectFrom('webhook_subscription')
      .select(['id', 'subject', 'state'])
      .where('integrationId', '=', integrationId)
      .where('state', '!=', 'RETIRING')
      .execute();
    const subjects = new Set(there.map(({ subject }) => subject));
    for (const subject of wanted) {
      if (!subjects.has(subject)) await addPending(db, sealer, { integrationId, subject }, clock());
    }
    const gone = there.filter(({ subject }) => !wanted.has(subject)).map(({ id }) => id);
    if (gone.length === 0) return;
    await db
      .updateTable('webhook_subscription')
      .set({ state: 'RETIRING', actAt: clock() })
      .where('id', 'in', gone)
      .execute();
  }

  private async act(providerId: string, subscription: Subscription): Promise<void> {
    const declared = this.declared.get(providerId);
    if (declared === undefined) return;
    try {
      await keepSubscription(await this.keeping(providerId, subscription.integrationId, declared), subscription);
      this.deps.onChanged();
    } catch (error) {
      const known = this.explain(declared.provider, error, { subscriptionId: subscription.id });
      await noteFailure(this.deps, subscription, known);
    }
  }

  private async keeping(
    providerId: string,
    integrationId: string,
    { subscriptions }: { subscriptions: WebhookSubscriptions },
  ): Promise<Keeping> {
    const { db, sealer, clock, publicUrl, topicOf } = this.deps;
    const url = `${publicUrl}/webhooks/${providerId}/${integrationId}`;
    const api = await this.apiOf(integrationId);
    return { db, sealer, clock, url, topic: topicOf(providerId), declared: subscriptions, api };
  }

  private async removeAll(integrationId: string, declared: { subscriptions: WebhookSubscriptions }): Promise<void> {
    const made = await this.deps.db
      .selectFrom('webhook_subscription')
      .selectAll()
      .where('integrationId', '=', integrationId)
      .where('externalId', 'is not', null)
      .execute();
    if (made.length === 0) return;
    const api = await this.apiOf(integrationId);
    await Promise.all(made.map((one) => declared.subscriptions.remove({ api, subscription: handleOf(one) })));
  }

  private async apiOf(integrationId: string): Promise<unknown> {
    const { apiOf, signal } = this.deps;
    return (await apiOf(integrationId, { purpose: 'sync', signal, syncLogId: null })).api;
  }

  private explain(provider: ProviderDefinition, error: unknown, about: object): HubError {
    const known = error instanceof HubError ? error : this.deps.toHubError(provider, error);
    if (known !== null) {
      this.deps.logger.warn({ ...about, reason: known.message }, 'a webhook subscription could not be kept');
      return known;
    }
    this.deps.logger.error(
      { err: error, ...about },
      'a webhook subscription failed for a reason the hub does not know',
    );
    return new HubError('INTERNAL', 'The hub failed to subscribe; its log has the details.', { cause: error });
  }
}
