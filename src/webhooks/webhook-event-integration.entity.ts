import { defineEntity, p } from '@mikro-orm/core';
import { IntegrationEntity } from '../integrations/integration.entity.js';
import { WebhookEventEntity } from './webhook-event.entity.js';

/** Which integrations an event concerns. */
export const WebhookEventIntegrationEntity = defineEntity({
  name: 'WebhookEventIntegration',
  tableName: 'webhook_event_integration',
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
    webhookEventId: () =>
      p
        .manyToOne(WebhookEventEntity)
        .mapToPk()
        .primary()
        .joinColumn('webhook_event_id')
        .deleteRule('cascade')
        .updateRule('no action')
        .index(false),
  },
  indexes: [{ name: 'webhook_event_integration_event_index', properties: ['webhookEventId'] }],
});
