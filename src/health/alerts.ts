import { sql, type Insertable, type SelectQueryBuilder, type Transaction } from 'kysely';
import type { Logger } from 'pino';
import { noteOf, type Actor } from '../audit/audit-note.js';
import type { HubEvents } from '../events.js';
import type { OutboundEvent, Outbox } from '../outbound-events.js';
import { transact } from '../platform/database/transact.js';
import type { EventBus } from '../platform/events/event-bus.js';
import { newId } from '../platform/id.js';
import type { Db, Row, Tables } from '../tables.js';
import { removeOldAlerts } from './alert-retention.js';
import type { AlertRule } from './alert-state.js';

export interface AlertsOptions {
  db: Db;
  events: Pick<EventBus<HubEvents>, 'publish'>;
  outbox: Outbox;
  log: Pick<Logger, 'warn' | 'info'>;
  clock?: () => number;
}

/** Which alert: of one rule about one cause, one fires at a time. */
export interface AlertKey {
  rule: AlertRule;
  /** What it is about: a kind of thing and its id, such as `webhook_event whe_…`. */
  cause: string;
}

export interface NewAlert extends AlertKey {
  /** What is wrong, in half a sentence. */
  title: string;
  /** What it means and what to do, in plain sentences. */
  message: string;
  providerId?: string | null;
  /** Whose administrators see it; without one, and without a tenant, only the operator does. */
  integrationId?: string | null;
  /** Of what is a tenant's and no integration's. */
  tenantId?: string | null;
}

interface Change {
  /** What fired, resolved or says something else now. */
  changed: readonly Row<'alert'>[];
  type: 'alert.fired' | 'alert.resolved';
  /** Of these, what fired or resolved. */
  told: readonly Row<'alert'>[];
}

/** The alerts of the hub. Each change is told of after its commit; no method may be called inside a transaction. */
export class Alerts {
  private readonly clock: () => number;

  constructor(private readonly options: AlertsOptions) {
    this.clock = options.clock ?? Date.now;
  }

  /** Fires. Where it fires already, it stays the same alert, and says what this one says. */
  fire(alert: NewAlert): Promise<void> {
    return this.fireAll([alert]);
  }

  /** The same for many at once, each about another cause, in one statement. */
  async fireAll(alerts: readonly NewAlert[]): Promise<void> {
    if (alerts.length === 0) return;
    const now = this.clock();
    const rows = alerts.map((alert) => rowOf(alert, now));
    const isNew = new Set(rows.map(({ id }) => id));
    await this.change(now, async (trx) => {
      const changed = await this.insert(trx, rows);
      return { changed, type: 'alert.fired', told: changed.filter(({ id }) => isNew.has(id)) };
    });
  }

  /** Inserts them; what fires already says what they say. Gives what is new or says something else now. */
  private insert(trx: Transaction<Tables>, rows: readonly Insertable<Tables['alert']>[]): Promise<Row<'alert'>[]> {
    return trx
      .insertInto('alert')
      .values(({ selectFrom }) =>
        rows.map((row) => ({
          ...row,
          tenantId:
            row.tenantId ??
            selectFrom('integration')
              .select('integration.tenantId')
              .where('integration.id', '=', row.integrationId ?? null),
        })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(['cause', 'rule'])
          .where('state', '=', sql.lit('FIRING'))
          .doUpdateSet(({ ref }) => ({
            title: ref('excluded.title'),
            message: ref('excluded.message'),
            changedAt: ref('excluded.changedAt'),
          }))
          .where(({ eb, or, ref }) =>
            or([eb('alert.title', '!=', ref('excluded.title')), eb('alert.message', '!=', ref('excluded.message'))]),
          ),
      )
      .returningAll()
      .execute();
  }

  /** Resolves what fires for a cause; nothing happens where nothing does. */
  resolve({ rule, cause }: AlertKey): Promise<void> {
    const { db } = this.options;
    return this.resolveAll(
      db.selectFrom('alert').select('alert.id').where('alert.cause', '=', cause).where('alert.rule', '=', rule),
    );
  }

  /** Resolves those of these alerts that fire, in one statement. */
  async resolveAll(ids: SelectQueryBuilder<Tables, 'alert', { id: string }>): Promise<void> {
    const now = this.clock();
    await this.change(now, async (trx) => {
      const resolved = await trx
        .updateTable('alert')
        .set({ state: 'RESOLVED', resolvedAt: now, changedAt: now })
        .where('id', 'in', ids)
        .where('state', '=', 'FIRING')
        .returningAll()
        .execute();
      return { changed: resolved, type: 'alert.resolved', told: resolved };
    });
  }

  /**
   * Notes that somebody has seen it: the first time counts. The caller has seen to it that the viewer may.
   * @returns null where there is no such alert.
   */
  async acknowledge(id: string, by?: Actor): Promise<Row<'alert'> | null> {
    const { db } = this.options;
    const now = this.clock();
    const acknowledged = await transact(db, async (trx) => {
      const alert = await trx
        .updateTable('alert')
        .set({ acknowledgedAt: now, changedAt: now })
        .where('id', '=', id)
        .where('acknowledgedAt', 'is', null)
        .returningAll()
        .executeTakeFirst();
      if (alert === undefined || by === undefined) return alert;
      const { integrationId, providerId } = alert;
      await noteOf(by, { action: 'ALERT_ACKNOWLEDGED', integrationId, providerId, subject: id })(trx, now);
      return alert;
    });
    if (acknowledged !== undefined) {
      this.tell([acknowledged], now);
      return acknowledged;
    }
    return (await db.selectFrom('alert').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
  }

  /** Removes alerts that were resolved long ago. For a job. */
  removeOld(now: number, ageMs: number): Promise<void> {
    return removeOldAlerts(this.options.db, now, ageMs);
  }

  /** Changes alerts, and tells of it: the outbox with the change, all others after it. */
  private async change(now: number, work: (trx: Transaction<Tables>) => Promise<Change>): Promise<void> {
    const { db, outbox, log } = this.options;
    const { changed, type, told, sendTold } = await transact(db, async (trx) => {
      const change = await work(trx);
      return {
        ...change,
        sendTold: await outbox.add(
          trx,
          change.told.map((alert) => eventOf(change.type, alert)),
        ),
      };
    });
    sendTold();
    this.tell(changed, now);
    for (const { id: alertId, rule, title, message } of told) {
      if (type === 'alert.fired') log.warn({ alertId, rule, message }, `alert: ${title}`);
      else log.info({ alertId, rule }, `alert resolved: ${title}`);
    }
  }

  private tell(alerts: readonly { id: string }[], at: number): void {
    for (const { id } of alerts) this.options.events.publish('alertChanged', { alertId: id, at });
  }
}

function eventOf(
  type: Change['type'],
  { id: alertId, integrationId, tenantId, ...alert }: Row<'alert'>,
): OutboundEvent {
  const { rule, cause, title, message, providerId } = alert;
  // Of its own, since an alert about a provider has no integration.
  return { type, integrationId, tenantId, about: cause, data: { alertId, rule, title, message, providerId } };
}

function rowOf(alert: NewAlert, now: number): Insertable<Tables['alert']> {
  const { rule, cause, title, message, providerId, integrationId, tenantId } = alert;
  return {
    id: newId('alrt'),
    rule,
    cause,
    title,
    message,
    providerId: providerId ?? null,
    integrationId: integrationId ?? null,
    tenantId: tenantId ?? null,
    state: 'FIRING',
    firedAt: now,
    changedAt: now,
  };
}
