import type { Expression } from 'kysely';
import type { Logger } from 'pino';
import { noteOf, writeEntries, type Actor, type Deed } from '../audit/audit-note.js';
import type { Engine } from '../platform/database/open-database.js';
import { transact } from '../platform/database/transact.js';
import { HubError } from '../platform/errors/hub-error.js';
import type { Jobs } from '../platform/jobs/jobs.js';
import { Wakes } from '../platform/jobs/wakes.js';
import type { Sealer } from '../platform/sealing/sealer.js';
import type { Db, Row } from '../tables.js';
import type { EventProcessor } from './event-processor.js';
import type { WebhookEventState } from './webhook-event-state.js';
import { removeOldEvents, type WebhookRetention } from './webhook-retention.js';
import { openPayload, type WebhookPayload } from './webhook-payload.js';

export interface WebhooksDependencies {
  db: Db;
  engine: Engine;
  sealer: Sealer;
  jobs: Jobs;
  processor: EventProcessor;
  logger: Pick<Logger, 'warn'>;
  clock: () => number;
  retention: WebhookRetention;
  /** Of the providers that push. */
  providerIds: readonly string[];
  /** Resolves when there is time for work on events. */
  calm(): Promise<void>;
  /** After the commit by which events are processed once more. */
  onReplayed(): Promise<void>;
}

const SWEEP_JOB = 'sweep-webhook-events';
const RETENTION_JOB = 'remove-old-webhook-events';
const SWEEP_EVERY = '10 seconds';
/** Of each provider; the second and third come where one event holds up the others. */
const WORKERS = 3;

/** What becomes of stored events: jobs that work on them, replay, and their end. */
export class Webhooks {
  private readonly wakes: Wakes;

  constructor(private readonly deps: WebhooksDependencies) {
    this.wakes = new Wakes(deps.clock);
  }

  /** Announces the jobs; before the scheduler starts. */
  defineJobs(): void {
    const { jobs, processor, providerIds, calm, db, clock, retention } = this.deps;
    for (const providerId of providerIds) {
      jobs.define({
        name: jobOf(providerId),
        concurrency: WORKERS,
        run: ({ signal, touch }) =>
          this.wakes.work(providerId, signal, async () => {
            await touch();
            await calm();
            return processor.runBatch(providerId, { signal, touch });
          }),
      });
    }
    jobs.define({ name: SWEEP_JOB, concurrency: 1, run: () => this.sweep() });
    jobs.define({ name: RETENTION_JOB, concurrency: 1, run: () => removeOldEvents(db, clock(), retention) });
  }

  /** Takes up what the last process left. */
  async start(): Promise<void> {
    const { db, engine, jobs, clock } = this.deps;
    if (engine === 'sqlite') {
      // One process on SQLite: whoever worked on them is dead.
      await db.updateTable('webhook_event').set({ nextAttemptAt: clock() }).where('state', '=', 'PROCESSING').execute();
    }
    await jobs.every(SWEEP_JOB, SWEEP_EVERY);
    await jobs.every(RETENTION_JOB, '1 hour');
  }

  /** After the commit that brought events of these providers. */
  onStored(providerIds: readonly string[]): void {
    for (const providerId of providerIds) {
      if (!this.wakes.needsJob(providerId)) continue;
      this.deps.jobs.enqueue(jobOf(providerId), {}).catch((error: unknown) => {
        this.deps.logger.warn(
          { err: error, providerId },
          'no job could be sent for webhook events; the sweep sends one',
        );
      });
    }
  }

  /** Sends a job for every provider of which events are due: what failed, and what no job took. */
  async sweep(): Promise<void> {
    const { db, clock, jobs, providerIds } = this.deps;
    for (const providerId of providerIds) {
      const due = await db
        .selectFrom('webhook_event')
        .select('id')
        .where('providerId', '=', providerId)
        .where('nextAttemptAt', '<=', clock())
        .limit(1)
        .executeTakeFirst();
      if (due !== undefined) await jobs.enqueue(jobOf(providerId), {});
    }
  }

  /**
   * Has an event processed once more, from its first try.
   * @throws HubError CONFLICT while it is being worked on.
   */
  async replay(id: string, by?: Actor): Promise<Row<'webhook_event'>> {
    const event = await transact(this.deps.db, async (trx) => {
      const due = await this.makeDue(trx, [id]).returningAll().executeTakeFirst();
      if (due !== undefined) await this.note(trx, by, { action: 'WEBHOOK_EVENTS_REPLAYED', subject: id }, due);
      return due;
    });
    if (event === undefined)
      throw new HubError('CONFLICT', 'This event is being processed right now. Look again in a moment.');
    this.onStored([event.providerId]);
    await this.deps.onReplayed();
    return event;
  }

  /** The same for many; those being worked on are left out. Says how many. */
  async replayAll(ids: Expression<{ id: string }>, by?: Actor): Promise<number> {
    const replayed = await transact(this.deps.db, async (trx) => {
      const due = await this.makeDue(trx, ids).returning('providerId').execute();
      const subject = `${due.length} events`;
      if (due.length > 0) await this.note(trx, by, { action: 'WEBHOOK_EVENTS_REPLAYED', subject });
      return due;
    });
    this.onStored([...new Set(replayed.map(({ providerId }) => providerId))]);
    await this.deps.onReplayed();
    return replayed.length;
  }

  /** Events that are not over, by provider and state. */
  countPending(): Promise<{ providerId: string; state: WebhookEventState; count: number }[]> {
    return this.deps.db
      .selectFrom('webhook_event')
      .select(({ fn }) => ['providerId', 'state', fn.countAll<number>().as('count')])
      .where('state', 'in', ['RECEIVED', 'PROCESSING', 'FAILED'])
      .groupBy(['providerId', 'state'])
      .execute();
  }

  /** Headers and bodies of events, opened; that somebody reads them is written first. */
  async payloadsOf(events: readonly Row<'webhook_event'>[], by: Actor): Promise<WebhookPayload[]> {
    const { db, clock, sealer } = this.deps;
    const deeds = events.map(({ id, providerId, addressedTo }) => {
      return { action: 'WEBHOOK_PAYLOAD_READ' as const, providerId, integrationId: addressedTo, subject: id };
    });
    await writeEntries(db, by, deeds, clock());
    return Promise.all(events.map(({ id, sealedPayload }) => openPayload(sealer, id, sealedPayload)));
  }

  private async note(
    db: Db,
    by: Actor | undefined,
    deed: Deed,
    event?: Pick<Row<'webhook_event'>, 'providerId' | 'addressedTo'>,
  ): Promise<void> {
    if (by === undefined) return;
    const about = { providerId: event?.providerId, integrationId: event?.addressedTo };
    await noteOf(by, { ...deed, ...about })(db, this.deps.clock());
  }

  private makeDue(db: Db, ids: readonly string[] | Expression<{ id: string }>) {
    return db
      .updateTable('webhook_event')
      .set({ state: 'RECEIVED', attempts: 0, nextAttemptAt: this.deps.clock(), completedAt: null, error: null })
      .where('state', '!=', 'PROCESSING')
      .where('id', 'in', ids as readonly string[]);
  }
}

function jobOf(providerId: string): string {
  return `webhooks-${providerId}`;
}
