import { sql } from 'kysely';
import type { Db } from '../tables.js';
import type { Alerts, NewAlert } from './alerts.js';

export interface DeadEventAlertsOptions {
  db: Db;
  alerts: Alerts;
  /** A provider's name by its id, or null where this release has no such provider. */
  nameOf(providerId: string): string | null;
}

const RULE = 'WEBHOOK_DEAD';
const AT_ONCE = 500;

/** An alert for each webhook event that is out of attempts, until it is replayed or removed. */
export class DeadEventAlerts {
  constructor(private readonly options: DeadEventAlertsOptions) {}

  /** Compares events with alerts, set-based: whatever a crash left undone is done now. */
  async compare(): Promise<void> {
    const { db, alerts } = this.options;
    const dead = db
      .selectFrom('webhook_event')
      .select(sql<string>`'webhook_event ' || webhook_event.id`.as('cause'))
      .where('webhook_event.state', '=', 'DEAD');
    await alerts.resolveAll(this.firing().select('alert.id').where('alert.cause', 'not in', dead));
    for (let found = await this.findNew(); found.length > 0; found = await this.findNew()) {
      await alerts.fireAll(found.map((event) => this.alertOf(event)));
    }
  }

  private firing() {
    return this.options.db.selectFrom('alert').where('alert.rule', '=', RULE).where('alert.state', '=', 'FIRING');
  }

  private findNew() {
    return this.options.db
      .selectFrom('webhook_event')
      .select(['webhook_event.id', 'webhook_event.providerId', 'webhook_event.type', 'webhook_event.error'])
      .select(({ selectFrom }) =>
        selectFrom('webhook_event_integration')
          .select(({ fn }) => fn.min('webhook_event_integration.integrationId').as('integrationId'))
          .whereRef('webhook_event_integration.webhookEventId', '=', 'webhook_event.id')
          .as('integrationId'),
      )
      .where('webhook_event.state', '=', 'DEAD')
      .where(sql<string>`'webhook_event ' || webhook_event.id`, 'not in', this.firing().select('alert.cause'))
      .orderBy('webhook_event.id')
      .limit(AT_ONCE)
      .execute();
  }

  private alertOf(event: Awaited<ReturnType<DeadEventAlerts['findNew']>>[number]): NewAlert {
    const { id, providerId, type, error, integrationId } = event;
    const provider = this.options.nameOf(providerId) ?? providerId;
    return {
      rule: RULE,
      cause: `webhook_event ${id}`,
      providerId,
      integrationId: integrationId ?? null,
      title: `${provider}: an event "${type}" could not be processed`,
      message:
        `The webhook event ${id} failed at every attempt, last with: ${error ?? 'no reason'} ` +
        'What it told is missing until the next sync. Mend the reason, then replay the event; the alert ends with that.',
    };
  }
}
