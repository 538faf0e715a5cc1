import { defineEntity, p } from '@mikro-orm/core';
import { IntegrationEntity } from '../../integrations/integration.entity.js';

/** PENDING: not known to be there. ACTIVE: the provider delivers. RETIRING: to be removed at the provider. */
export type SubscriptionState = 'PENDING' | 'ACTIVE' | 'RETIRING';

/** Something that the hub asked a provider to deliver. */
export const WebhookSubscriptionEntity = defineEntity({
  name: 'WebhookSubscription',
  tableName: 'webhook_subscription',
  properties: {
    /** Also the channel's id where the caller chooses it, so that it is known before the provider answers. */
    id: p.text().primary(),
    integrationId: () =>
      p
        .manyToOne(IntegrationEntity)
        .mapToPk()
        .joinColumn('integration_id')
        .deleteRule('cascade')
        .updateRule('no action')
        .index(false),
    /** What is watched, as the provider's declaration names it. */
    subject: p.text(),
    state: p.text().$type<SubscriptionState>(),
    externalId: p.text().nullable(),
    resource: p.text().nullable(),
    /** JWE of what proves its deliveries, bound to this row. */
    sealedSecret: p.text(),
    expiresAt: p.bigint('number').nullable(),
    /** When there is something to do; null where there is nothing. */
    actAt: p.bigint('number').nullable(),
    /** Attempts that failed in a row. */
    failures: p.integer(),
    error: p.text().nullable(),
    lastEventAt: p.bigint('number').nullable(),
    createdAt: p.bigint('number'),
  },
  indexes: [
    { name: 'webhook_subscription_integration_index', properties: ['integrationId'] },
    { name: 'webhook_subscription_act_index', properties: ['actAt'] },
  ],
});
