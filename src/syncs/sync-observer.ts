import type { RecordChanges } from '../records/record-store.js';
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
