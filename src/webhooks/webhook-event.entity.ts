import { defineEntity, p } from '@mikro-orm/core';
import type { JsonText } from '../platform/database/json-text.js';
import type { WebhookEventState } from './webhook-event-state.js';

/** One verified message of a provider: the truth of which jobs are only told. */
export const WebhookEventEntity = defineEntity({
  name: 'WebhookEvent',
  tableName: 'webhook_event',
  properties: {
    id: p.text().primary(),
    providerId: p.text(),
    /** What two deliveries of one event have in common: its signed id, else its body's hash. */
    dedupeKey: p.text(),
    /** The integration whose own address it was sent to; null where it came to the provider's. */
    addressedTo: p.text().nullable(),
    externalId: p.text(),
    type: p.text(),
    /** External ids of the accounts that it speaks of. */
    accounts: p.text().$type<JsonText<string[]>>(),
    /** JWE of its headers and body, bound to this row. */
    sealedPayload: p.text(),
    /** W3C, of the delivery that brought it; null where nothing is traced. */
    traceparent: p.text().nullable(),
    state: p.text().$type<WebhookEventState>(),
    attempts: p.integer(),
    deliveries: p.integer(),
    receivedAt: p.bigint('number'),
    /** When it is due; while it is worked on, when whoever does counts as dead. Null once it is over. */
    nextAttemptAt: p.bigint('number').nullable(),
    /** Fencing token of whoever works on it. */
    leaseToken: p.text().nullable(),
    completedAt: p.bigint('number').nullable(),
    /** Why the last attempt failed, or why it was ignored. */
    error: p.text().nullable(),
  },
  uniques: [{ name: 'webhook_event_dedupe_unique', properties: ['providerId', 'dedupeKey'] }],
  indexes: [
    { name: 'webhook_event_due_index', properties: ['providerId', 'nextAttemptAt'] },
    { name: 'webhook_event_state_index', properties: ['state', 'receivedAt'] },
  ],
});
