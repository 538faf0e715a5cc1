import { defineEntity, p } from '@mikro-orm/core';
import { OutboundDeliveryEntity } from './outbound-delivery.entity.js';

/** One try of a delivery, as it went. */
export const OutboundAttemptEntity = defineEntity({
  name: 'OutboundAttempt',
  tableName: 'outbound_attempt',
  properties: {
    id: p.text().primary(),
    deliveryId: () =>
      p
        .manyToOne(OutboundDeliveryEntity)
        .mapToPk()
        .joinColumn('delivery_id')
        .deleteRule('cascade')
        .updateRule('no action')
        .index(false),
    at: p.bigint('number'),
    durationMs: p.integer(),
    /** Of the answer; null where there was none. */
    statusCode: p.integer().nullable(),
    error: p.text().nullable(),
  },
  indexes: [{ name: 'outbound_attempt_delivery_index', properties: ['deliveryId', 'id'] }],
});
