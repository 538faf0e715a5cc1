import type { VisibleIntegration } from '../integrations/visible-integration.js';
import type { Row } from '../tables.js';
import type { HealthState } from './health-state.js';

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
export function healthView(health: Row<'health'> | null, integration: VisibleIntegration): HealthView {
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
    reason: reasonFor(health.state, health.calls, health.failures),
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
    reason: 'No call was made in the last 24 hours, so nothing is known.',
  };
}

function lastTimes({ lastSuccessAt, lastFailureAt }: Row<'health'>) {
  return { lastSuccessAt, lastFailureAt };
}

function reasonFor(state: HealthState, calls: number, failures: number): string {
  const all = calls === 1 ? 'The only call' : `All ${calls} calls`;
  if (failures === 0) return `${all} of the last 24 hours succeeded.`;
  if (failures === calls) return `${all} of the last 24 hours failed.`;
  const share = `${failures} of ${calls} calls failed in the last 24 hours (${percent(failures / calls)})`;
  if (state === 'DOWN') return `${share}; from 10 % on an integration counts as down.`;
  if (state === 'DEGRADED') return `${share}; from 1 % on an integration counts as degraded.`;
  return `${share}; below 1 % an integration counts as healthy.`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}
