import type { HealthState } from './health-state.js';

/** From this part of failures on it is no longer healthy. */
const DEGRADED_FROM = 0.01;
const DOWN_FROM = 0.1;

export interface CallCounts {
  calls: number;
  failures: number;
}

/** The state that calls show; without any, nothing is known. */
export function stateOf(counts: CallCounts): HealthState {
  if (counts.calls === 0) return 'UNKNOWN';
  const rate = counts.failures / counts.calls;
  return rate < DEGRADED_FROM ? 'HEALTHY' : rate < DOWN_FROM ? 'DEGRADED' : 'DOWN';
}
