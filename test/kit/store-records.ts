import { providers } from '../../src/providers/index.js';
import { indexPlans } from '../../src/records/reading/index-plan.js';
import { RecordStore } from '../../src/records/record-store.js';
import { readRecords } from '../../src/syncs/read-records.js';
import type { Db } from '../../src/tables.js';
import { NOON } from './rows.js';
import type { TestDatabase } from './databases.js';

const plans = indexPlans(providers);

/** Stores objects of a provider as a sync does, and marks those deleted that are named last; at noon. */
export async function storeRecords(
  { db }: { db: Db },
  engine: TestDatabase['engine'],
  integration: { id: string; providerId: string },
  model: string,
  objects: readonly object[],
  deletedIds: readonly string[] = [],
): Promise<void> {
  const provider = providers.find(({ id }) => id === integration.providerId)!;
  const definition = provider.models.find(({ name }) => name === model)!;
  const records = readRecords(provider, definition, objects, NOON);
  const store = new RecordStore(engine, () => NOON, plans);
  await db
    .transaction()
    .execute((trx) => store.applyPage(trx, { integrationId: integration.id, model, records, deletedIds }));
}
