import type { RecordChanges } from '../records/record-store.js';
import type { SpanAttributes } from '../platform/tracing/tracing.js';
import type { Row } from '../tables.js';
import type { LeasedRun } from './sync-lease.js';
import type { SyncKind } from './sync-state.js';

/** Told of what syncs do. */
export interface SyncObserver {
  /** A run ended, or waits to be tried again. `durationMs`: since it began, also in an earlier process. */
  onRun(run: {
    providerId: string;
    kind: SyncKind;
    outcome: 'succeeded' | 'failed' | 'cancelled' | 'paused';
    durationMs: number;
  }): void;
  /** After the commit that changed records. */
  onRecords(providerId: string, model: string, changes: Pick<RecordChanges, 'added' | 'updated' | 'deleted'>): void;
}

const OUTCOMES = {
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
  PAUSED: 'paused',
  // Put back as it was: the hub stops.
  QUEUED: null,
  RUNNING: null,
} as const;

/** Tells what became of a run. */
export function observeRun(
  observer: SyncObserver | undefined,
  { providerId }: LeasedRun,
  { kind, state, startedAt }: Row<'sync_log'>,
  now: number,
): void {
  const outcome = OUTCOMES[state];
  if (outcome !== null) observer?.onRun({ providerId, kind, outcome, durationMs: now - (startedAt ?? now) });
}

/** What a run's span says of it. */
export function attributesOf({ log, providerId }: LeasedRun): SpanAttributes {
  return {
    'hub.provider': providerId,
    'hub.integration.id': log.integrationId,
    'hub.sync_log.id': log.id,
    'hub.sync.kind': log.kind,
    'hub.sync.trigger': log.trigger,
  };
}
