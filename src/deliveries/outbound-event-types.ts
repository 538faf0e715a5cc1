import type { OutboundEventType as Type } from '../outbound-events.js';

/** What an endpoint can ask for: GraphQL's names, and those that are sent. */
export const OutboundEventType = {
  INTEGRATION_CONNECTED: 'integration.connected',
  INTEGRATION_DISCONNECTED: 'integration.disconnected',
  INTEGRATION_REAUTHORIZATION_REQUIRED: 'integration.reauthorization_required',
  SYNC_COMPLETED: 'sync.completed',
  SYNC_FAILED: 'sync.failed',
  RECORDS_CHANGED: 'records.changed',
  HEALTH_CHANGED: 'health.changed',
  ALERT_FIRED: 'alert.fired',
  ALERT_RESOLVED: 'alert.resolved',
} as const satisfies Record<string, Type>;

/** Sent on request only, to see that an endpoint receives. */
export const TEST_EVENT = 'test';

/** Those that people are told of, in Slack and by email. */
export const ALERT_EVENTS: readonly Type[] = ['alert.fired', 'alert.resolved'];
