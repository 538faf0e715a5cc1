import { defineEntity, p } from '@mikro-orm/core';
import { IntegrationEntity } from '../integrations/integration.entity.js';
import type { JsonText } from '../platform/database/json-text.js';
import type { HealthState } from './health-state.js';
import type { MainFailure } from './main-failure.js';

/** A state of health that an integration came into, with the figures of that moment. */
export const HealthChangeEntity = defineEntity({
  name: 'HealthChange',
  tableName: 'health_change',
  properties: {
    id: p.text().primary(),
    integrationId: () =>
      p
        .manyToOne(IntegrationEntity)
        .mapToPk()
        .joinColumn('integration_id')
        .deleteRule('cascade')
        .updateRule('no action')
        .index(false),
    previous: p.text().$type<HealthState>(),
    state: p.text().$type<HealthState>(),
    calls: p.integer(),
    failures: p.integer(),
    mainFailure: p.text().$type<JsonText<MainFailure>>().nullable(),
    at: p.bigint('number'),
  },
  indexes: [
    { name: 'health_change_integration_index', properties: ['integrationId', 'id'] },
    { name: 'health_change_at_index', properties: ['at'] },
  ],
});
