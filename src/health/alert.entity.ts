import { defineEntity, p } from '@mikro-orm/core';
import { IntegrationEntity } from '../integrations/integration.entity.js';
import type { AlertRule, AlertState } from './alert-state.js';

/** What somebody who runs the hub should know. Times are epoch milliseconds. */
export const AlertEntity = defineEntity({
  name: 'Alert',
  tableName: 'alert',
  properties: {
    id: p.text().primary(),
    rule: p.text().$type<AlertRule>(),
    /** What it is about: a kind of thing and its id, such as `integration int_…`. */
    cause: p.text(),
    /** Whose administrators see it: tenant of the integration, or of the endpoint that it is about. */
    tenantId: p.text().nullable(),
    providerId: p.text().nullable(),
    /** Null where it concerns none; without a tenant either it is the operator's alone. */
    integrationId: () =>
      p
        .manyToOne(IntegrationEntity)
        .mapToPk()
        .nullable()
        .joinColumn('integration_id')
        .deleteRule('cascade')
        .updateRule('no action')
        .index(false),
    title: p.text(),
    message: p.text(),
    state: p.text().$type<AlertState>(),
    firedAt: p.bigint('number'),
    resolvedAt: p.bigint('number').nullable(),
    acknowledgedAt: p.bigint('number').nullable(),
    changedAt: p.bigint('number'),
  },
  uniques: [
    // Never two alerts for one cause at a time: the database decides, not the code.
    { name: 'alert_firing_unique', properties: ['cause', 'rule'], where: "state = 'FIRING'" },
  ],
  indexes: [
    { name: 'alert_integration_index', properties: ['integrationId', 'state'] },
    { name: 'alert_state_index', properties: ['state', 'id'] },
    { name: 'alert_resolved_index', properties: ['resolvedAt'] },
  ],
});
