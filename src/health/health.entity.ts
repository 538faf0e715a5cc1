import { defineEntity, p } from '@mikro-orm/core';
import { IntegrationEntity } from '../integrations/integration.entity.js';
import type { JsonText } from '../platform/database/json-text.js';
import type { HealthState } from './health-state.js';
import type { MainFailure } from './main-failure.js';

/** An integration's health over the last 24 hours, summed up when calls are written, so that reading it is one row. */
export const HealthEntity = defineEntity({
  name: 'Health',
  tableName: 'health',
  properties: {
    integrationId: () =>
      p
        .manyToOne(IntegrationEntity)
        .mapToPk()
        .primary()
        .joinColumn('integration_id')
        .deleteRule('cascade')
        .updateRule('no action')
        .index(false),
    state: p.text().$type<HealthState>(),
    calls: p.integer(),
    failures: p.integer(),
    /** What most failures have in common; null where nothing failed. */
    mainFailure: p.text().$type<JsonText<MainFailure>>().nullable(),
    p95LatencyMs: p.integer().fieldName('p95_latency_ms').nullable(),
    lastSuccessAt: p.bigint('number').nullable(),
    lastFailureAt: p.bigint('number').nullable(),
    changedAt: p.bigint('number'),
    /** When the oldest counted bucket leaves the window: from then on the sums must be made anew. */
    staleAt: p.bigint('number').nullable(),
  },
  indexes: [
    { name: 'health_stale_index', properties: ['staleAt'] },
    { name: 'health_state_index', properties: ['state'] },
  ],
});
