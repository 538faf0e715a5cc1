import { defineEntity, p } from '@mikro-orm/core';
import type { OutboundEventType } from '../outbound-events.js';
import type { JsonText } from '../platform/database/json-text.js';
import type { OutboundEndpointKind } from './outbound-state.js';

/** Where the hub sends events. Times are epoch milliseconds. */
export const OutboundEndpointEntity = defineEntity({
  name: 'OutboundEndpoint',
  tableName: 'outbound_endpoint',
  properties: {
    id: p.text().primary(),
    /** Whose events it gets; null for those of all tenants. */
    tenantId: p.text().nullable(),
    kind: p.text().$type<OutboundEndpointKind>(),
    /** Address without what in it is secret. */
    shownAddress: p.text(),
    /** JWE of the address, bound to this row: that of Slack is a secret as a whole. */
    sealedAddress: p.text(),
    eventTypes: p.text().$type<JsonText<OutboundEventType[]>>(),
    description: p.text().nullable(),
    /** JWE of the `whsec_` secret; null where nothing is signed. */
    sealedSecret: p.text().nullable(),
    /** That of before the last rotation, which signs beside the other until `oldSecretEndsAt`. */
    sealedOldSecret: p.text().nullable(),
    oldSecretEndsAt: p.bigint('number').nullable(),
    /** First failure since the last success. */
    failingSince: p.bigint('number').nullable(),
    disabledAt: p.bigint('number').nullable(),
    disabledReason: p.text().nullable(),
    createdAt: p.bigint('number'),
    updatedAt: p.bigint('number'),
  },
  indexes: [{ name: 'outbound_endpoint_tenant_index', properties: ['tenantId'] }],
});
