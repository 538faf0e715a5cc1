import type { Logger } from 'pino';
import type { Db } from '../tables.js';
import type { Alerts, NewAlert } from './alerts.js';
import { stateAlertRules, type AlertSubject, type StateAlertRule } from './state-alert-rules.js';
import { timeAlertRules } from './time-alert-rules.js';

export interface StateAlertsOptions {
  db: Db;
  alerts: Alerts;
  /** A provider's name by its id, or null where this release has no such provider. */
  nameOf(providerId: string): string | null;
  /** For many server errors of a provider. */
  errorBurst?: StateAlertRule;
  /** Rules whose limits are known at a time only, for the sweep. */
  furtherRules?(now: number): Promise<readonly StateAlertRule[]>;
  log: Pick<Logger, 'error'>;
  clock?: () => number;
}

type Subjects = ReturnType<StateAlertRule['holding']>;

/** Integrations looked at, and alerts fired, by one statement. */
const AT_ONCE = 500;
const BURST_EVERY_MS = 1_000;

/**
 * Keeps alerts in step with the states of integrations by comparing the two: fires what holds and does
 * not fire, resolves what fires and no longer holds. It compares at once after a change and everything
 * once a minute, so that a crash between a change and its alert is mended, whoever made the change.
 */
export class StateAlerts {
  private readonly changed = new Set<string>();
  private comparing: Promise<void> = Promise.resolve();
  private isBurstLookedAt = false;

  constructor(private readonly options: StateAlertsOptions) {}

  /** Soon compares these integrations, whose state has changed. Never throws: what fails is left to the sweep. */
  onChanged(integrationIds: readonly string[]): void {
    for (const id of integrationIds) this.changed.add(id);
    this.comparing = this.comparing.then(() => this.compareChanged());
  }

  /** Soon looks whether they are too many, at most once a second. Never throws, as `onChanged`. */
  onServerErrors(): void {
    const { errorBurst } = this.options;
    if (errorBurst === undefined || this.isBurstLookedAt) return;
    this.isBurstLookedAt = true;
    this.comparing = this.comparing.then(() => this.compareSafely([errorBurst], null));
    setTimeout(() => (this.isBurstLookedAt = false), BURST_EVERY_MS).unref();
  }

  /** Compares all integrations. For a job each minute. */
  sweep(): Promise<void> {
    // One after the other: what changes while this compares is compared after it.
    const swept = this.comparing.then(() => this.compareAll());
    this.comparing = swept.catch(() => undefined);
    return swept;
  }

  /** When what was changed so far has been compared. */
  settled(): Promise<void> {
    return this.comparing;
  }

  private async compareAll(): Promise<void> {
    const { errorBurst, furtherRules } = this.options;
    const burst = errorBurst === undefined ? [] : [errorBurst];
    const further = (await furtherRules?.(this.now())) ?? [];
    await this.compare([...stateAlertRules, ...timeAlertRules, ...burst, ...further], null);
  }

  private now(): number {
    return (this.options.clock ?? Date.now)();
  }

  private async compareChanged(): Promise<void> {
    while (this.changed.size > 0) {
      const ids = [...this.changed].slice(0, AT_ONCE);
      for (const id of ids) this.changed.delete(id);
      await this.compareSafely(stateAlertRules, ids);
    }
  }

  private compareSafely(rules: readonly StateAlertRule[], ids: readonly string[] | null): Promise<void> {
    return this.compare(rules, ids).catch((err: unknown) =>
      this.options.log.error({ err }, 'alerts are not up to date; they are looked at again within a minute'),
    );
  }

  /** @param ids of the integrations; null for all. What concerns many is compared in any case. */
  private async compare(rules: readonly StateAlertRule[], ids: readonly string[] | null): Promise<void> {
    for (const rule of rules) {
      const held = rule.holding(this.options.db, this.now());
      const some = rule.about === 'provider' ? null : ids;
      await this.resolveOver(rule, held, rule.isGrouped ? null : some);
      for (let found = await this.findNew(rule, held, some); found.length > 0;) {
        await this.options.alerts.fireAll(found.map((subject) => this.alertOf(rule, subject)));
        found = await this.findNew(rule, held, some);
      }
    }
  }

  private resolveOver(rule: StateAlertRule, held: Subjects, ids: readonly string[] | null): Promise<void> {
    const { db, alerts } = this.options;
    const causes = db.selectFrom(held.as('subject')).select('subject.cause');
    let firing = this.firing(rule).select('alert.id').where('alert.cause', 'not in', causes);
    if (ids !== null) firing = firing.where('alert.integrationId', 'in', ids);
    return alerts.resolveAll(firing);
  }

  private findNew(rule: StateAlertRule, held: Subjects, ids: readonly string[] | null): Promise<AlertSubject[]> {
    const subjects = this.options.db.selectFrom(held.as('subject')).selectAll();
    return (ids === null ? subjects : subjects.where('subject.integrationId', 'in', ids))
      .where('subject.cause', 'not in', this.firing(rule).select('alert.cause'))
      .orderBy('subject.cause')
      .limit(AT_ONCE)
      .execute();
  }

  private firing({ rule, about }: StateAlertRule) {
    return this.options.db
      .selectFrom('alert')
      .where('alert.rule', '=', rule)
      .where('alert.state', '=', 'FIRING')
      .where('alert.cause', 'like', `${about} %`);
  }

  private alertOf({ rule, words }: StateAlertRule, subject: AlertSubject): NewAlert {
    const { cause, providerId, integrationId, accountLabel, detail } = subject;
    const provider = this.options.nameOf(providerId) ?? providerId;
    const account = accountLabel ?? 'an account';
    return { rule, cause, providerId, integrationId, ...words({ provider, account, detail: detail ?? '' }) };
  }
}
