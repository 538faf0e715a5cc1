import type { Row } from '../tables.js';
import type { Schedules } from './due-syncs.js';
import { nextDueAt } from './sync-schedule.js';

/** Null goes back to the provider's default, undefined leaves as it is. */
export interface ScheduleChange {
  enabled?: boolean | null;
  fullSchedule?: string | null;
  incrementalSchedule?: string | null;
}

export const NOTHING_SCHEDULED = { nextFullAt: null, nextIncrementalAt: null };

/** The sync as it is after a change. */
export function changeSchedule(sync: Row<'sync'>, change: ScheduleChange, now: number): Row<'sync'> {
  const { enabled, fullSchedule, incrementalSchedule } = change;
  return {
    ...sync,
    fullSchedule: fullSchedule === undefined ? sync.fullSchedule : fullSchedule,
    incrementalSchedule: incrementalSchedule === undefined ? sync.incrementalSchedule : incrementalSchedule,
    disabledAt: enabled == null ? sync.disabledAt : enabled ? null : (sync.disabledAt ?? now),
  };
}

/** @throws HubError BAD_INPUT where a schedule cannot be read. */
export function nextTimes(sync: Row<'sync'>, { full, incremental }: Schedules, now: number) {
  const next = (schedule: string | null) =>
    sync.disabledAt !== null || schedule === null ? null : nextDueAt(schedule, sync.id, now);
  return { nextFullAt: next(full), nextIncrementalAt: next(incremental) };
}
