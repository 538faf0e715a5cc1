import { z } from 'zod';

/** How long things are kept, and how many; ages in milliseconds, Infinity for ever. */
export interface Retention {
  apiCallsMs: number;
  /** The newest of each integration. */
  apiCallsPerIntegration: number;
  syncLogsMs: number;
  /** Of events that are COMPLETED or IGNORED. */
  webhookEventsMs: number;
  deadWebhookEventsMs: number;
  /** The newest of those that are over. */
  webhookEvents: number;
  /** Since they were resolved. */
  alertsMs: number;
  auditLogMs: number;
  /** With their deliveries. */
  outboundEventsMs: number;
  healthHistoryMs: number;
  /** Since the object was deleted. */
  tombstonesMs: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const MAX_DAYS = 36_500;

const wholeNumber = (least: number, most: number, fallback: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number({ error }).int(error).min(least, error).max(most, error).default(fallback);
};

/** 0 keeps for ever. */
const days = (fallback: number) =>
  wholeNumber(0, MAX_DAYS, fallback).transform((count) => (count === 0 ? Infinity : count * DAY_MS));

const count = (fallback: number) => wholeNumber(1, 1_000_000_000, fallback);

/** Their variables in the environment. */
export const retentionVariables = {
  HUB_RETENTION_API_CALLS_DAYS: days(30),
  HUB_RETENTION_API_CALLS_PER_INTEGRATION: count(10_000),
  HUB_RETENTION_SYNC_LOGS_DAYS: days(90),
  HUB_RETENTION_WEBHOOK_EVENTS_DAYS: days(30),
  HUB_RETENTION_DEAD_WEBHOOK_EVENTS_DAYS: days(90),
  HUB_RETENTION_WEBHOOK_EVENTS: count(1_000_000),
  HUB_RETENTION_ALERTS_DAYS: days(90),
  HUB_RETENTION_AUDIT_LOG_DAYS: days(365),
  HUB_RETENTION_OUTBOUND_EVENTS_DAYS: days(30),
  HUB_RETENTION_HEALTH_HISTORY_DAYS: days(90),
  HUB_RETENTION_TOMBSTONES_DAYS: days(0),
};

type Variables = { [Name in keyof typeof retentionVariables]: number };

export function retentionOf(value: Variables): Retention {
  return {
    apiCallsMs: value.HUB_RETENTION_API_CALLS_DAYS,
    apiCallsPerIntegration: value.HUB_RETENTION_API_CALLS_PER_INTEGRATION,
    syncLogsMs: value.HUB_RETENTION_SYNC_LOGS_DAYS,
    webhookEventsMs: value.HUB_RETENTION_WEBHOOK_EVENTS_DAYS,
    deadWebhookEventsMs: value.HUB_RETENTION_DEAD_WEBHOOK_EVENTS_DAYS,
    webhookEvents: value.HUB_RETENTION_WEBHOOK_EVENTS,
    alertsMs: value.HUB_RETENTION_ALERTS_DAYS,
    auditLogMs: value.HUB_RETENTION_AUDIT_LOG_DAYS,
    outboundEventsMs: value.HUB_RETENTION_OUTBOUND_EVENTS_DAYS,
    healthHistoryMs: value.HUB_RETENTION_HEALTH_HISTORY_DAYS,
    tombstonesMs: value.HUB_RETENTION_TOMBSTONES_DAYS,
  };
}

/** An old event that is replayed tells of the object's past; its tombstone is what says so. */
export function retentionMistakes(value: Variables): string[] {
  if (value.HUB_RETENTION_TOMBSTONES_DAYS >= value.HUB_RETENTION_DEAD_WEBHOOK_EVENTS_DAYS) return [];
  return [
    'HUB_RETENTION_TOMBSTONES_DAYS must be 0 or at least HUB_RETENTION_DEAD_WEBHOOK_EVENTS_DAYS: an event that is replayed later could bring a deleted record back',
  ];
}
