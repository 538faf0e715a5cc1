import type { HealthState } from '../gql/graphql.js';

/** How long an account was in a state of health; times are epoch milliseconds. */
export interface StateSpan {
  state: HealthState;
  from: number;
  to: number;
}

interface Change {
  at: string;
  previous: HealthState;
  state: HealthState;
}

/**
 * The states of a stretch of time, one after the other.
 * @param changes newest first.
 * @param present state where nothing has changed.
 */
export function stateSpans(changes: readonly Change[], present: HealthState, from: number, to: number): StateSpan[] {
  const inside = changes.filter(({ at }) => Date.parse(at) > from && Date.parse(at) < to).toReversed();
  const before = changes.find(({ at }) => Date.parse(at) <= from);
  const first = inside[0]?.previous ?? before?.state ?? present;
  const begins = [{ state: first, from }, ...inside.map(({ at, state }) => ({ state, from: Date.parse(at) }))];
  return begins.map((begin, index) => ({ ...begin, to: begins[index + 1]?.from ?? to }));
}
