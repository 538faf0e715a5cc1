import type { HealthState } from './health-state.js';
import type { CallCounts, HealthThresholds } from './judge-health.js';
import type { MainFailure } from './main-failure.js';

export const NOTHING_KNOWN = 'No call was made in the last 24 hours, so nothing is known.';

/** Why an integration is in its state, in a sentence with the figures. There was at least one call. */
export function healthReason(
  state: HealthState,
  { calls, failures }: CallCounts,
  main: MainFailure | null,
  thresholds: HealthThresholds,
): string {
  const all = calls === 1 ? 'The only call' : `All ${calls} calls`;
  if (failures === 0) return `${all} of the last 24 hours succeeded.`;
  if (failures === calls) return `${all} of the last 24 hours failed${causeOf(main, failures)}.`;
  const share = `${failures} of ${calls} calls failed in the last 24 hours (${percent(failures / calls)})`;
  return `${share}${causeOf(main, failures)}; ${ruleOf(state, thresholds)}.`;
}

function causeOf(main: MainFailure | null, failures: number): string {
  if (main === null) return '';
  const { statusCode, endpoint, since } = main;
  const which = main.failures >= failures ? (failures === 1 ? '' : 'all ') : `${main.failures} of them `;
  const what = statusCode === 0 ? 'without an answer' : `with HTTP ${statusCode}`;
  return `, ${which}${what} from ${endpoint} since ${sinceText(since)}`;
}

/** Within the last day a time of day says which. */
function sinceText(since: number): string {
  return `${new Date(since).toISOString().slice(11, 16)} UTC`;
}

function ruleOf(state: HealthState, { degradedFrom, downFrom }: HealthThresholds): string {
  if (state === 'DOWN') return `from ${threshold(downFrom)} on an integration counts as down`;
  if (state === 'DEGRADED') return `from ${threshold(degradedFrom)} on an integration counts as degraded`;
  return `below ${threshold(degradedFrom)} an integration counts as healthy`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

function threshold(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}
