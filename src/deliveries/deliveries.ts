import type { Expression, Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { AuditNote } from '../audit/audit-note.js';
import type { Engine } from '../platform/database/open-database.js';
import { transact } from '../platform/database/transact.js';
import { HubError } from '../platform/errors/hub-error.js';
import { newId } from '../platform/id.js';
import type { Jobs } from '../platform/jobs/jobs.js';
import { Wakes } from '../platform/jobs/wakes.js';
import type { Db, Row, Tables } from '../tables.js';
import type { Deliverer } from './deliverer.js';
import { countDead, countPending } from './delivery-backlog.js';
import { removeOldOutboundEvents } from './delivery-retention.js';
import { insertDeliveries, insertEvents, payloadOf } from './delivery-outbox.js';
import { TEST_EVENT } from './outbound-event-types.js';

export interface DeliveriesDependencies {
  db: Db;
  engine: Engine;
  jobs: Jobs;
  deliverer: Deliverer;
  logger: Pick<Logger, 'warn'>;
  clock: () => number;
  /** How long events are kept, milliseconds. */
  keptMs: number;
}

const SEND_JOB = 'send-outbound-events';
const SWEEP_JOB = 'sweep-outbound-deliveries';
const RETENTION_JOB = 'remove-old-outbound-events';
const SWEEP_EVERY = '5 seconds';
/** Of each endpoint; the second comes where one message holds up the others. */
const WORKERS = 2;
/** Enough that one who is slow to answer takes nobody's turn. */
const JOBS_AT_ONCE = 100;

type Delivery = Row<'outbound_delivery'>;
type SentTest = Delivery & { eventType: string; payload: string };

/** What becomes of deliveries: jobs that send them, replay, and their end. */
export class Deliveries {
  private readonly wakes: Wakes;

  constructor(private readonly deps: DeliveriesDependencies) {
    this.wakes = new Wakes(deps.clock, WORKERS);
  }

  /** Announces the jobs; before the scheduler starts. */
  defineJobs(): void {
    const { jobs, deliverer } = this.deps;
    jobs.define<{ endpointId: string }>({
      name: SEND_JOB,
      concurrency: JOBS_AT_ONCE,
      run: ({ data: { endpointId }, signal, touch }) =>
        this.wakes.work(endpointId, signal, async () => {
          await touch();
          return deliverer.sendSome(endpointId, signal);
        }),
    });
    jobs.define({ name: SWEEP_JOB, concurrency: 1, run: () => this.sweep() });
    jobs.define({ name: RETENTION_JOB, concurrency: 1, run: () => this.removeOld() });
  }

  /** Takes up what the last process left. */
  async start(): Promise<void> {
    const { db, engine, jobs, clock } = this.deps;
    if (engine === 'sqlite') {
      // One process on SQLite: whoever sent them is dead.
      await db
        .updateTable('outbound_delivery')
        .set({ nextAttemptAt: clock() })
        .where('state', '=', 'SENDING')
        .execute();
    }
    await jobs.every(SWEEP_JOB, SWEEP_EVERY);
    await jobs.every(RETENTION_JOB, '1 hour');
  }

  /** After the commit by which something is due to these endpoints. */
  onAdded(endpointIds: readonly string[]): void {
    for (const endpointId of endpointIds) {
      if (!this.wakes.needsJob(endpointId)) continue;
      this.deps.jobs.enqueue(SEND_JOB, { endpointId }).catch((error: unknown) => {
        this.deps.logger.warn({ err: error, endpointId }, 'no job could be sent for events; the sweep sends one');
      });
    }
  }

  /** Sends a job for every endpoint to which something is due: what failed, and what no job took. */
  async sweep(): Promise<void> {
    const { db, jobs, clock } = this.deps;
    const due = await db
      .selectFrom('outbound_endpoint')
      .select('outbound_endpoint.id')
      .where('outbound_endpoint.disabledAt', 'is', null)
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('outbound_delivery')
            .select('outbound_delivery.id')
            .whereRef('outbound_delivery.endpointId', '=', 'outbound_endpoint.id')
            .where('outbound_delivery.nextAttemptAt', '<=', clock()),
        ),
      )
      .execute();
    for (const { id: endpointId } of due) await jobs.enqueue(SEND_JOB, { endpointId });
  }

  countPending() {
    return countPending(this.deps.db);
  }

  countDead() {
    return countDead(this.deps.db);
  }

  /** Removes what is long over. For a job. */
  removeOld(): Promise<void> {
    const { db, clock, keptMs } = this.deps;
    return removeOldOutboundEvents(db, clock(), keptMs);
  }

  /**
   * Sends an endpoint something that tells of nothing, to see whether it comes.
   * @throws HubError CONFLICT where it is disabled.
   */
  async sendTest({ id: endpointId, tenantId, disabledAt }: Row<'outbound_endpoint'>): Promise<SentTest> {
    if (disabledAt !== null) {
      throw new HubError('CONFLICT', 'Nothing is sent to a disabled endpoint. Enable it first.', {
        field: ['input', 'endpointId'],
      });
    }
    const { db, engine, clock } = this.deps;
    const now = clock();
    const payload = payloadOf(TEST_EVENT, { endpointId, tenantId }, now);
    const event = { id: newId('oevt'), type: TEST_EVENT, tenantId, integrationId: null, payload, createdAt: now };
    const delivery = await db.transaction().execute(async (trx) => {
      await insertEvents({ trx, engine }, [event]);
      const [id = ''] = await insertDeliveries({ trx, engine }, [{ endpointId, eventId: event.id }], now);
      return trx.selectFrom('outbound_delivery').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    });
    this.onAdded([endpointId]);
    return { ...delivery, eventType: TEST_EVENT, payload };
  }

  /**
   * Has a delivery sent once more, with as many tries as a new one.
   * @throws HubError CONFLICT while it is being sent.
   */
  async replay(id: string, note: AuditNote): Promise<Delivery> {
    const { db, clock } = this.deps;
    const delivery = await transact(db, async (trx) => {
      const due = await this.makeDue(trx, [id]).returningAll().executeTakeFirst();
      if (due === undefined)
        throw new HubError('CONFLICT', 'This delivery is being sent right now. Look again in a moment.');
      await note(trx, clock());
      return due;
    });
    this.onAdded([delivery.endpointId]);
    return delivery;
  }

  /** The same for many; those being sent are left out. Says how many. */
  async replayAll(ids: Expression<{ id: string }>, note: AuditNote): Promise<number> {
    const { db, clock } = this.deps;
    const replayed = await transact(db, async (trx) => {
      const due = await this.makeDue(trx, ids).returning('endpointId').execute();
      if (due.length > 0) await note(trx, clock());
      return due;
    });
    this.onAdded([...new Set(replayed.map(({ endpointId }) => endpointId))]);
    return replayed.length;
  }

  private makeDue(trx: Transaction<Tables>, ids: readonly string[] | Expression<{ id: string }>) {
    return trx
      .updateTable('outbound_delivery')
      .set({ state: 'WAITING', attempts: 0, nextAttemptAt: this.deps.clock(), completedAt: null, error: null })
      .where('state', '!=', 'SENDING')
      .where('id', 'in', ids as readonly string[]);
  }
}
