import { removeOldEntries } from './audit/audit-retention.js';
import type { Alerts } from './health/alerts.js';
import { removeOldHealthChanges } from './health/health-history.js';
import type { HubJob } from './hub-jobs.js';
import { removeOldTombstones } from './records/tombstone-retention.js';
import type { ActionRuns } from './requests/action-runs.js';
import { removeOldCalls } from './requests/api-call-retention.js';
import type { Retention } from './retention.js';
import type { Db } from './tables.js';

export interface RetentionDependencies {
  db: Db;
  keep: Retention;
  alerts: Alerts;
  runs: ActionRuns;
  clock: () => number;
}

/** What is kept for a while goes when that is over; syncs, webhooks and deliveries see to their own. */
export function retentionJobs({ db, keep, alerts, runs, clock }: RetentionDependencies): HubJob[] {
  const calls = { ageMs: keep.apiCallsMs, perIntegration: keep.apiCallsPerIntegration };
  return [
    { name: 'remove-old-action-runs', every: '1 hour', run: () => runs.removeOld(clock()) },
    { name: 'remove-old-calls', every: '1 hour', run: () => removeOldCalls(db, clock(), calls) },
    {
      name: 'remove-old-health-changes',
      every: '1 day',
      run: () => removeOldHealthChanges(db, clock(), keep.healthHistoryMs),
    },
    { name: 'remove-old-alerts', every: '1 day', run: () => alerts.removeOld(clock(), keep.alertsMs) },
    { name: 'remove-old-audit-entries', every: '1 day', run: () => removeOldEntries(db, clock(), keep.auditLogMs) },
    { name: 'remove-old-tombstones', every: '1 day', run: () => removeOldTombstones(db, clock(), keep.tombstonesMs) },
  ];
}
