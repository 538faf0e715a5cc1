import { BoundedLabel } from '../platform/metrics/bounded-label.js';
import type { Meters } from '../platform/metrics/meters.js';
import type { SyncObserver } from '../syncs/sync-observer.js';

/** Operators declare models. */
const MAX_MODELS = 200;

/** Runs of syncs, and the records that they and webhooks change. */
export function syncMetrics(meters: Meters, providers: BoundedLabel): SyncObserver {
  const runs = meters.counter(
    'hub_syncs_total',
    'Runs of syncs that ended; outcome "paused": for the time being, to be tried again.',
    ['provider', 'kind', 'outcome'],
  );
  const durations = meters.histogram('hub_sync_duration_seconds', 'Time from the start of a run to its end.', [
    'provider',
    'kind',
  ]);
  const records = meters.counter('hub_records_changed_total', 'Records added, updated and deleted.', [
    'provider',
    'model',
    'change',
  ]);
  const models = new BoundedLabel(MAX_MODELS);
  return {
    onRun({ providerId, kind, outcome, durationMs }) {
      const provider = providers.of(providerId);
      runs.inc({ provider, kind, outcome });
      if (outcome !== 'paused') durations.observe({ provider, kind }, durationMs / 1000);
    },
    onRecords(providerId, model, changes) {
      const labels = { provider: providers.of(providerId), model: models.of(model) };
      for (const change of ['added', 'updated', 'deleted'] as const) {
        if (changes[change] > 0) records.inc({ ...labels, change }, changes[change]);
      }
    },
  };
}
