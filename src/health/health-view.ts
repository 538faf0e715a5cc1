import type { VisibleIntegration } from '../integrations/visible-integration.js';
import type { Row } from '../tables.js';
import { fromJson } from '../platform/database/json-text.js';
import { healthReason, NOTHING_KNOWN } from './health-reason.js';
import type { HealthState } from './health-state.js';
import type { HealthThresholds } from './judge-health.js';

/** An integration's health as clients see it. */
export interface HealthView {
  state: HealthState;
  errorRate24h: number;
  calls24h: number;
  failures24h: number;
  p95LatencyMs: number | null;
  lastSuccessAt: number | null;
  lastFailureAt: number | null;
  changedAt: number;
  reason: string;
}

/** @param health null where it was never written: no call was made. */
export function healthView(
  health: Row<'health'> | null,
  integration: VisibleIntegration,
  thresholds: HealthThresholds,
): HealthView {
  if (health === null) return nothingKnown(integration.createdAt);
  if (health.calls === 0) return { ...nothingKnown(health.changedAt), ...lastTimes(health) };
  return {
    state: health.state,
    errorRate24h: health.failures / health.calls,
    calls24h: health.calls,
    failures24h: health.failures,
    p95LatencyMs: health.p95LatencyMs,
    ...lastTimes(health),
    changedAt: health.changedAt,
    reason: healthReason(health.state, health, fromJson(health.mainFailure), thresholds),
  };
}

function nothingKnown(since: number): HealthView {
  return {
    state: 'UNKNOWN',
    errorRate24h: 0,
    calls24h: 0,
    failures24h: 0,
    p95LatencyMs: null,
    lastSuccessAt: null,
    lastFailureAt: null,
    changedAt: since,
    reason: NOTHING_KNOWN,
  };
}

function lastTimes({ lastSuccessAt, lastFailureAt }: Row<'health'>) {
  return { lastSuccessAt, lastFailureAt };
}
