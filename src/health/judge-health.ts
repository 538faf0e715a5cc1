import type { HealthState } from './health-state.js';

/** From which part of failures on an integration is no longer healthy. */
export interface HealthThresholds {
  /** From 0 to 1, as `downFrom`. */
  degradedFrom: number;
  downFrom: number;
}

/** As the API's contract has them. */
export const DEFAULT_THRESHOLDS: HealthThresholds = { degradedFrom: 0.01, downFrom: 0.1 };

/** A worse state is left only well below its threshold, so that one call at the edge changes nothing. */
const LEFT_BELOW = 0.9;
/** Of a product of fractions, in calls. */
const ROUNDING = 1e-6;

export interface CallCounts {
  calls: number;
  failures: number;
}

/** The state that calls show after another; without any, nothing is known. */
export function stateOf(
  { calls, failures }: CallCounts,
  before: HealthState,
  { degradedFrom, downFrom }: HealthThresholds = DEFAULT_THRESHOLDS,
): HealthState {
  if (calls === 0) return 'UNKNOWN';
  const reaches = (threshold: number, isLeft: boolean) =>
    failures >= calls * threshold * (isLeft ? LEFT_BELOW : 1) - ROUNDING;
  if (reaches(downFrom, before === 'DOWN')) return 'DOWN';
  return reaches(degradedFrom, before === 'DOWN' || before === 'DEGRADED') ? 'DEGRADED' : 'HEALTHY';
}
