import type { Transaction } from 'kysely';
import type { Engine } from '../platform/database/open-database.js';
import type { Tables } from '../tables.js';
import { takeSequences } from './record-feed.js';
import type { FoundRecord, PageOfRecords } from './record-store.js';
import { readStates } from './told-records.js';
import { isOutdated } from './told-state.js';

type Place = Pick<PageOfRecords, 'integrationId' | 'model'>;

/**
 * The records without those that are older than what is stored. A deletion outlives states of the same
 * version. Holds the integration's feed, so that nobody writes between this look and the write.
 */
export async function withoutOlder(
  trx: Transaction<Tables>,
  engine: Engine,
  place: Place,
  records: readonly FoundRecord[],
): Promise<readonly FoundRecord[]> {
  const ids = records.flatMap(({ externalId, version }) => (version == null ? [] : [externalId]));
  if (ids.length === 0) return records;
  await takeSequences(trx, place.integrationId, 0);
  const stored = await readStates(trx, engine, place, ids);
  return records.filter((record) => !isOutdated(stored.get(record.externalId), record));
}
