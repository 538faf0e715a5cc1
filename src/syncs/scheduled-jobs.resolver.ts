import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { JobStatus } from '../platform/jobs/jobs.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { requireRole } from '../viewer/require-role.js';
import { ScheduledJobType } from './scheduled-job.type.js';
import { listSyncSchedules, type SyncSchedule } from './sync-schedules.js';
import { SyncType } from './sync.type.js';

@Resolver(() => ScheduledJobType)
export class ScheduledJobsResolver {
  @Query(() => [ScheduledJobType], {
    description: "OPERATOR. The scheduler's jobs, and the schedules of the newest 1,000 syncs.",
  })
  async scheduledJobs(@Ctx('scope') scope: Scope): Promise<JobStatus[]> {
    requireRole(scope.viewer, 'OPERATOR');
    return [...(await scope.services.jobs.list()), ...(await listSyncSchedules(scope))];
  }

  @FieldResolver(() => SyncType, {
    nullable: true,
    description: 'The sync whose schedule this is; null for other jobs.',
  })
  sync(@Root() job: JobStatus | SyncSchedule): Row<'sync'> | null {
    return 'sync' in job ? job.sync : null;
  }
}
