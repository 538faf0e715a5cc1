import { defineEntity, p } from '@mikro-orm/core';
import { IntegrationEntity } from '../integrations/integration.entity.js';

/** Failed calls of one integration in one stretch of time, by what failed. */
export const HealthFailureEntity = defineEntity({
  name: 'HealthFailure',
  tableName: 'health_failure',
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
    /** 0 where no answer came. */
    statusCode: p.integer().primary(),
    endpoint: p.text().primary(),
    failures: p.integer(),
    firstAt: p.bigint('number'),
  },
});
