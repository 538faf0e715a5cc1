import { sql, type Transaction } from 'kysely';
import type { Engine } from '../platform/database/open-database.js';
import { rowList } from '../platform/database/row-list.js';
import { newId } from '../platform/id.js';
import type { RecordChanges } from '../records/record-store.js';
import type { Row, Tables } from '../tables.js';
import type { CallCount } from './commit-page.js';

/** A run that is over as it is written. */
export interface EndedRun {
  queuedAt: number;
  startedAt: number;
  calls: CallCount;
  changes: RecordChanges;
}

/** Inserts the logs of runs that webhooks told, in one statement. Gives their ids, in their order. */
export async function insertRealtimeLogs(
  trx: Transaction<Tables>,
  engine: Engine,
  { id, integrationId, model }: Pick<Row<'sync'>, 'id' | 'integrationId' | 'model'>,
  runs: readonly EndedRun[],
  finishedAt: number,
): Promise<string[]> {
  const ids = runs.map(() => newId('slog'));
  const rows = rowList(
    engine,
    {
      id: 'text',
      queued_at: 'bigint',
      started_at: 'bigint',
      api_calls: 'bigint',
      retries: 'bigint',
      added: 'bigint',
      updated: 'bigint',
      deleted: 'bigint',
      unchanged: 'bigint',
    },
    runs.map(({ queuedAt, startedAt, calls, changes }, index) => [
      ids[index] as string,
      queuedAt,
      startedAt,
      calls.apiCalls,
      calls.retries,
      changes.added,
      changes.updated,
      changes.deleted,
      changes.unchanged,
    ]),
  );
  await sql`
    insert into sync_log (id, sync_id, integration_id, model, kind, "trigger", state, queued_at, started_at, finished_at,
      pages, api_calls, retries, added, updated, deleted, unchanged, pauses)
    select id, ${id}, ${integrationId}, ${model}, 'REALTIME', 'WEBHOOK', 'SUCCEEDED', queued_at, started_at,
      cast(${finishedAt} as bigint), 1, api_calls, retries, added, updated, deleted, unchanged, 0
    from ${rows}`.execute(trx);
  return ids;
}
