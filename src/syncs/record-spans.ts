import type { Insertable, Transaction } from 'kysely';
import { KeyLoader } from '../platform/graphql/row-loaders.js';
import type { Row, Tables } from '../tables.js';
import type { VisibleReader } from '../viewer/visible-reader.js';
import type { SyncLogLoader } from './sync-log.loader.js';

/** Notes which runs wrote which stretches of the change feed, in the transaction that wrote them. */
export async function noteSpans(
  trx: Transaction<Tables>,
  spans: readonly Insertable<Tables['record_span']>[],
): Promise<void> {
  if (spans.length === 0) return;
  await trx
    .insertInto('record_span')
    .values(spans)
    // A feed that was erased begins anew.
    .onConflict((conflict) =>
      conflict
        .columns(['integrationId', 'sequenceBefore'])
        .doUpdateSet(({ ref }) => ({ syncLogId: ref('excluded.syncLogId') })),
    )
    .execute();
}

export type ChangingRunLoader = KeyLoader<Row<'sync_log'> | null>;

/** The run that last changed a record, by the record's id; null where its log is gone. */
export function changingRunLoader(read: VisibleReader, logs: SyncLogLoader): ChangingRunLoader {
  return new KeyLoader(async (recordIds) => {
    const found = await read
      .from('record')
      .where('record.id', 'in', recordIds)
      .select('record.id')
      .select(({ selectFrom }) =>
        selectFrom('record_span')
          .select('record_span.syncLogId')
          .whereRef('record_span.integrationId', '=', 'record.integrationId')
          .whereRef('record_span.sequenceBefore', '<', 'record.sequence')
          .orderBy('record_span.sequenceBefore', 'desc')
          .limit(1)
          .as('syncLogId'),
      )
      .execute();
    const logIds = new Map(found.map(({ id, syncLogId }) => [id, syncLogId]));
    return Promise.all(
      recordIds.map(async (id) => {
        const logId = logIds.get(id) ?? null;
        return logId === null ? null : logs.load(logId);
      }),
    );
  });
}
