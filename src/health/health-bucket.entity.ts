import { defineEntity, p } from '@mikro-orm/core';
import { IntegrationEntity } from '../integrations/integration.entity.js';

/** Calls of one integration in one stretch of time and one bin of latency. */
export const HealthBucketEntity = defineEntity({
  name: 'HealthBucket',
  tableName: 'health_bucket',
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
    /** Start of the stretch, epoch milliseconds. */
    bucketAt: p.bigint('number').primary(),
    /** Index of the latency bin, see latency-bins.ts. */
    bin: p.integer().primary(),
    calls: p.integer(),
    failures: p.integer(),
  },
});
