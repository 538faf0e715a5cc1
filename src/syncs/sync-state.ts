export const SyncKind = { FULL: 'FULL', INCREMENTAL: 'INCREMENTAL', REALTIME: 'REALTIME' } as const;
export type SyncKind = keyof typeof SyncKind;

export const SyncTrigger = {
  INITIAL: 'INITIAL',
  SCHEDULE: 'SCHEDULE',
  MANUAL: 'MANUAL',
  WEBHOOK: 'WEBHOOK',
} as const;
export type SyncTrigger = keyof typeof SyncTrigger;

export const SyncState = {
  QUEUED: 'QUEUED',
  RUNNING: 'RUNNING',
  PAUSED: 'PAUSED',
  SUCCEEDED: 'SUCCEEDED',
  FAILED: 'FAILED',
  CANCELLED: 'CANCELLED',
} as const;
export type SyncState = keyof typeof SyncState;

/** States of a run that is not over; one sync has at most one such run. */
export const ACTIVE_STATES = ['QUEUED', 'RUNNING', 'PAUSED'] as const satisfies readonly SyncState[];
