import { defineEntity, p } from '@mikro-orm/core';

/** Something that endpoints are told of, as it is sent: each try sends the same bytes. */
export const OutboundEventEntity = defineEntity({
  name: 'OutboundEvent',
  tableName: 'outbound_event',
  properties: {
    id: p.text().primary(),
    type: p.text(),
    tenantId: p.text().nullable(),
    /** Kept also where the integration is gone. */
    integrationId: p.text().nullable(),
    /** JSON of `type`, `timestamp` and `data`. */
    payload: p.text(),
    createdAt: p.bigint('number'),
  },
  indexes: [{ name: 'outbound_event_created_index', properties: ['createdAt'] }],
});
