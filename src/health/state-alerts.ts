import type { Logger } from 'pino';
import type { Db } from '../tables.js';
import type { Alerts, NewAlert } from './alerts.js';
import { stateAlertRules, type AlertSubject, type StateAlertRule } from './state-alert-rules.js';

export interface StateAlertsOptions {
  db: Db;
  alerts: Alerts;
  /** A provider's name by its id, or null where this release has no such provider. */
  nameOf(providerId: string): string | null;
  log: Pick<Logger, 'error'>;
}

/** Integrations looked at, and alerts fired, by one statement. */
const AT_ONCE = 500;

/**
 * Keeps alerts in step with the states of integrations by comparing the two: fires what holds and does
 * not fire, resolves what fires and no longer holds. It compares at once after a change and everything
 * once a minute, so that a crash between a change and its alert is mended, whoever made the change.
 */
export class StateAlerts {
  private readonly changed = new Set<string>();
  private comparing: Promise<void> = Promise.resolve();

  constructor(private readonly options: StateAlertsOptions) {}

  /** Soon compares these integrations, whose state has changed. Never throws: what fails is left to the sweep. */
  onChanged(integrationIds: readonly string[]): void {
    for (const id of integrationIds) this.changed.add(id);
    this.comparing = this.comparing.then(() => this.compareChanged());
  }

  /** Compares all integrations. For a job each minute. */
  sweep(): Promise<void> {
    // One after the other: what changes while this compares is compared after it.
    const swept = this.comparing.then(() => this.compare(null));
    this.comparing = swept.catch(() => undefined);
    return swept;
  }

  /** When what was changed so far has been compared. */
  settled(): Promise<void> {
    return this.comparing;
  }

  private async compareChanged(): Promise<void> {
    while (this.changed.size > 0) {
      const ids = [...this.changed].slice(0, AT_ONCE);
      for (const id of ids) this.changed.delete(id);
      await this.compare(ids).catch((err: unknown) =>
        this.options.log.error({ err }, 'alerts are not up to date; they are looked at again within a minute'),
      );
    }
  }

  /** @param ids of the integrations; null for all. */
  private async compare(ids: readonly string[] | null): Promise<void> {
    for (const rule of stateAlertRules) {
      await this.resolveOver(rule, ids);
      for (let found = await this.findNew(rule, ids); found.length > 0; found = await this.findNew(rule, ids)) {
        await this.options.alerts.fireAll(found.map((subject) => this.alertOf(rule, subject)));
      }
    }
  }

  private resolveOver({ rule, holding }: StateAlertRule, ids: readonly string[] | null): Promise<void> {
    const { db, alerts } = this.options;
    let held = holding(db);
    let firing = db
      .selectFrom('alert')
      .select('alert.id')
      .where('alert.rule', '=', rule)
      .where('alert.state', '=', 'FIRING');
    if (ids !== null) {
      held = held.where('integration.id', 'in', ids);
      firing = firing.where('alert.integrationId', 'in', ids);
    }
    const causes = db.selectFrom(held.as('subject')).select('subject.cause');
    return alerts.resolveAll(firing.where('alert.cause', 'not in', causes));
  }

  private findNew({ rule, holding }: StateAlertRule, ids: readonly string[] | null): Promise<AlertSubject[]> {
    const { db } = this.options;
    const held = ids === null ? holding(db) : holding(db).where('integration.id', 'in', ids);
    const firing = db
      .selectFrom('alert')
      .select('alert.cause')
      .where('alert.rule', '=', rule)
      .where('alert.state', '=', 'FIRING');
    return db
      .selectFrom(held.as('subject'))
      .selectAll()
      .where('subject.cause', 'not in', firing)
      .orderBy('subject.cause')
      .limit(AT_ONCE)
      .execute();
  }

  private alertOf({ rule, words }: StateAlertRule, subject: AlertSubject): NewAlert {
    const { cause, providerId, integrationId, accountLabel } = subject;
    const provider = this.options.nameOf(providerId) ?? providerId;
    return { rule, cause, providerId, integrationId, ...words({ provider, account: accountLabel ?? 'an account' }) };
  }
}
