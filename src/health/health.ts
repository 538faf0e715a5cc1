import type { Transaction } from 'kysely';
import type { HubEvents } from '../events.js';
import type { OutboundEvent, Outbox } from '../outbound-events.js';
import type { EventBus } from '../platform/events/event-bus.js';
import type { LoggedCall } from '../requests/api-call-log.js';
import type { Db, Row, Tables } from '../tables.js';
import { bucketsOf, deltasOf, type HealthDelta } from './count-calls.js';
import { addHealthChanges, type ChangedHealth } from './health-history.js';
import { windowStart } from './health-window.js';
import { DEFAULT_THRESHOLDS, type HealthThresholds } from './judge-health.js';
import { addFailures, dropOldFailures } from './main-failure.js';
import { sumUp } from './sum-up.js';

export interface HealthOptions {
  db: Db;
  events: Pick<EventBus<HubEvents>, 'publish'>;
  outbox: Outbox;
  /** After the commit that gave these integrations another state. */
  onChanged?(integrationIds: readonly string[]): void;
  thresholds?: HealthThresholds;
  clock?: () => number;
}

const AGED_AT_ONCE = 200;

/**
 * How well each integration's calls go. Sums are made when calls are written and when they grow too old,
 * never when they are read: reading is one row, however many calls there were.
 */
export class Health {
  private readonly clock: () => number;

  constructor(private readonly options: HealthOptions) {
    this.clock = options.clock ?? Date.now;
  }

  /**
   * Counts a batch of logged calls, inside the transaction that logs them.
   * @returns what to do after the commit: tell what changed.
   */
  async count(trx: Transaction<Tables>, calls: readonly LoggedCall[]): Promise<() => void> {
    const telling = calls.filter(({ result }) => result !== 'ABANDONED');
    if (telling.length === 0) return () => undefined;
    const before = await lockRows(trx, deltasOf(telling), this.clock());
    await addToBuckets(trx, telling);
    await addFailures(trx, telling);
    return this.sumUpAndTell(trx, before, this.clock());
  }

  /** Sums up anew where calls have left the window, and drops what is no longer counted. For a job each minute. */
  async age(now: number): Promise<void> {
    for (let ids = await this.findStale(now); ids.length > 0; ids = await this.findStale(now)) {
      const tell = await this.options.db.transaction().execute((trx) => this.ageIntegrations(trx, ids, now));
      tell();
    }
  }

  private async findStale(now: number): Promise<string[]> {
    const stale = this.options.db.selectFrom('health').select('integrationId').where('staleAt', '<=', now);
    const rows = await stale.orderBy('staleAt').limit(AGED_AT_ONCE).execute();
    return rows.map(({ integrationId }) => integrationId);
  }

  private async ageIntegrations(trx: Transaction<Tables>, ids: readonly string[], now: number): Promise<() => void> {
    const unchanged = ids.map((integrationId) => ({ integrationId, lastSuccessAt: null, lastFailureAt: null }));
    const before = await lockRows(trx, unchanged, now);
    await trx
      .deleteFrom('health_bucket')
      .where('integrationId', 'in', ids)
      .where('bucketAt', '<=', windowStart(now))
      .execute();
    await dropOldFailures(trx, ids, now);
    return this.sumUpAndTell(trx, before, now);
  }

  private async sumUpAndTell(
    trx: Transaction<Tables>,
    before: readonly Row<'health'>[],
    now: number,
  ): Promise<() => void> {
    const after = await sumUp(trx, before, now, this.options.thresholds ?? DEFAULT_THRESHOLDS);
    const states = new Map(before.map(({ integrationId, state }) => [integrationId, state]));
    const changed: ChangedHealth[] = after.flatMap((health) => {
      const previous = states.get(health.integrationId);
      return previous === undefined || previous === health.state ? [] : [{ previous, health }];
    });
    if (changed.length === 0) return () => undefined;
    await addHealthChanges(trx, changed, now);
    const told = changed.map(({ previous, health: { integrationId, state } }): OutboundEvent => {
      return { type: 'health.changed', integrationId, data: { previous, state } };
    });
    const sendTold = await this.options.outbox.add(trx, told);
    return () => {
      sendTold();
      this.tell(changed);
    };
  }

  private tell(changed: readonly ChangedHealth[]): void {
    const at = this.clock();
    for (const { previous, health } of changed) {
      this.options.events.publish('healthChanged', { integrationId: health.integrationId, previous, at });
    }
    this.options.onChanged?.(changed.map(({ health }) => health.integrationId));
  }
}

/**
 * Makes missing rows, notes the last success and failure, and gives the rows with the state they had.
 * The write also locks them until the commit, so that two processes cannot sum up past each other; all
 * take them in one order.
 */
function lockRows(trx: Transaction<Tables>, deltas: readonly HealthDelta[], now: number): Promise<Row<'health'>[]> {
  const rows = deltas
    .toSorted((a, b) => (a.integrationId < b.integrationId ? -1 : 1))
    .map((delta) => ({ ...delta, state: 'UNKNOWN' as const, calls: 0, failures: 0, changedAt: now }));
  return trx
    .insertInto('health')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('integrationId').doUpdateSet(({ fn, ref }) => ({
        lastSuccessAt: fn.coalesce(ref('excluded.lastSuccessAt'), ref('health.lastSuccessAt')),
        lastFailureAt: fn.coalesce(ref('excluded.lastFailureAt'), ref('health.lastFailureAt')),
      })),
    )
    .returningAll()
    .execute();
}

async function addToBuckets(trx: Transaction<Tables>, calls: readonly LoggedCall[]): Promise<void> {
  await trx
    .insertInto('health_bucket')
    .values(bucketsOf(calls))
    .onConflict((conflict) =>
      conflict.columns(['integrationId', 'bucketAt', 'bin']).doUpdateSet(({ eb, ref }) => ({
        calls: eb(ref('health_bucket.calls'), '+', ref('excluded.calls')),
        failures: eb(ref('health_bucket.failures'), '+', ref('excluded.failures')),
      })),
    )
    .execute();
}
