import { sql } from 'kysely';
import type { Alerts, NewAlert } from '../health/alerts.js';
import type { Db } from '../tables.js';
import { subjectOf } from './endpoint-subject.js';

export interface DeadDeliveryAlertsOptions {
  db: Db;
  alerts: Alerts;
}

const RULE = 'DELIVERY_DEAD';
const AT_ONCE = 500;

/**
 * An alert for each endpoint of which deliveries are out of tries, until they have arrived after all or are removed. A
 * replay alone does not end it: it may fail again.
 */
export class DeadDeliveryAlerts {
  constructor(private readonly options: DeadDeliveryAlertsOptions) {}

  /** Compares deliveries with alerts, set-based: whatever a crash left undone is done now. */
  async compare(): Promise<void> {
    const { alerts } = this.options;
    const causes = this.failing().select(CAUSE.as('cause'));
    await alerts.resolveAll(this.firing().select('alert.id').where('alert.cause', 'not in', causes));
    for (let found = await this.findNew(); found.length > 0; found = await this.findNew()) {
      await alerts.fireAll(found.map(alertOf));
    }
  }

  private failing() {
    return this.options.db
      .selectFrom('outbound_endpoint')
      .where('outbound_endpoint.id', 'in', ({ selectFrom }) =>
        selectFrom('outbound_delivery')
          .select('outbound_delivery.endpointId')
          .where('outbound_delivery.diedAt', 'is not', null),
      );
  }

  private firing() {
    return this.options.db.selectFrom('alert').where('alert.rule', '=', RULE).where('alert.state', '=', 'FIRING');
  }

  private findNew() {
    return this.failing()
      .select(['outbound_endpoint.id', 'outbound_endpoint.tenantId', 'outbound_endpoint.shownAddress'])
      .where(CAUSE, 'not in', this.firing().select('alert.cause'))
      .orderBy('outbound_endpoint.id')
      .limit(AT_ONCE)
      .execute();
  }
}

const CAUSE = sql<string>`${sql.lit(subjectOf(''))} || outbound_endpoint.id`;

type Endpoint = Awaited<ReturnType<DeadDeliveryAlerts['findNew']>>[number];

function alertOf({ id, tenantId, shownAddress }: Endpoint): NewAlert {
  return {
    rule: RULE,
    cause: subjectOf(id),
    tenantId,
    title: `Events do not reach ${shownAddress}`,
    message:
      `What the hub had to tell ${shownAddress} failed at every try and is not tried any more. Mend the receiver, ` +
      'and enable the endpoint where it is disabled; its DEAD deliveries say what went wrong. Then replay them: ' +
      `replayOutboundDeliveries(input: { endpointId: "${id}", filter: { state: DEAD } }). ` +
      'The alert ends once all of them have arrived.',
  };
}
