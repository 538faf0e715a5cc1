import { sql } from 'kysely';
import type { Engine } from '../platform/database/open-database.js';
import { rowList } from '../platform/database/row-list.js';
import { periodMsOf } from '../platform/jobs/schedule.js';
import type { Db, Row } from '../tables.js';
import { asSubjects, syncs, type StateAlertRule } from './state-alert-rules.js';

/** The schedules that hold for a sync; null where nothing is scheduled. */
export type SchedulesOf = (
  sync: Pick<Row<'sync'>, 'model' | 'fullSchedule' | 'incrementalSchedule'>,
  providerId: string,
) => { full: string | null; incremental: string | null };

/** Runs that are missed before somebody is told. */
const MISSED = 2;

/**
 * The rule for syncs that did not succeed for twice as long as their schedule says. One that runs just now is not
 * among them, however long it takes.
 * @param switchedOff providers whose syncs wait on purpose.
 */
export async function stalledSyncRule(
  { db, engine }: { db: Db; engine: Engine },
  schedulesOf: SchedulesOf,
  switchedOff: readonly string[],
  now: number,
): Promise<StateAlertRule> {
  const kinds = await db
    .selectFrom('sync')
    .innerJoin('integration', 'integration.id', 'sync.integrationId')
    .select(['integration.providerId', 'sync.model', 'sync.fullSchedule', 'sync.incrementalSchedule'])
    .where('integration.state', '=', 'CONNECTED')
    .where('sync.disabledAt', 'is', null)
    .$if(switchedOff.length > 0, (query) => query.where('integration.providerId', 'not in', switchedOff))
    .distinct()
    .execute();
  const limits = kinds.flatMap((kind) => {
    const period = shortestOf(schedulesOf(kind, kind.providerId));
    const { providerId, model, fullSchedule, incrementalSchedule } = kind;
    return period === null
      ? []
      : [[providerId, model, fullSchedule ?? '', incrementalSchedule ?? '', now - MISSED * period] as const];
  });
  const columns = {
    provider_id: 'text',
    model: 'text',
    full_runs: 'text',
    incremental_runs: 'text',
    missed_since: 'bigint',
  } as const;
  const isOverdue = sql<boolean>`exists (
    select 1 from ${rowList(engine, columns, limits)}
    where given.provider_id = integration.provider_id and given.model = sync.model
      and given.full_runs = coalesce(sync.full_schedule, '')
      and given.incremental_runs = coalesce(sync.incremental_schedule, '')
      and given.missed_since > coalesce(sync.last_success_at, sync.created_at, 0)
      and given.missed_since > integration.state_since)`;
  return {
    rule: 'SYNC_STALLED',
    about: 'sync',
    holding: (reader) =>
      asSubjects(
        syncs(reader)
          .where('integration.state', '=', 'CONNECTED')
          .where('sync.disabledAt', 'is', null)
          .where(({ eb }) => eb.or([eb('sync.state', 'is', null), eb('sync.state', '!=', 'RUNNING')]))
          .where(isOverdue),
      ),
    words: ({ provider, account, detail }) => ({
      title: `${provider}: ${detail} of ${account} is not synced any more`,
      message: `No run of ${detail} of ${account} has succeeded for twice as long as it is scheduled. Its sync logs say what keeps it: a problem at ${provider}, a limit, or a process that runs no jobs. The alert ends with the next run that succeeds.`,
    }),
  };
}

/** Milliseconds; null where nothing is scheduled. */
function shortestOf({ full, incremental }: ReturnType<SchedulesOf>): number | null {
  const periods = [full, incremental].flatMap((schedule) => (schedule === null ? [] : [periodMsOf(schedule)]));
  return periods.length === 0 ? null : Math.min(...periods);
}
