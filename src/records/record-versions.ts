import type { Transaction } from 'kysely';
import type { Engine } from '../platform/database/open-database.js';
import type { Tables } from '../tables.js';
import { takeSequences } from './record-feed.js';
import type { FoundRecord, PageOfRecords, ToldChanges } from './record-store.js';
import { textList } from './text-list.js';

type Place = Pick<PageOfRecords, 'integrationId' | 'model'>;

interface StoredState {
  version: number | null;
  isDeleted: boolean;
}

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
  const stored = await storedStates(trx, engine, place, ids);
  const isOlder = ({ externalId, version }: FoundRecord) => {
    const state = stored.get(externalId);
    if (version == null || state === undefined || state.version === null) return false;
    return state.isDeleted ? version <= state.version : version < state.version;
  };
  return records.filter((record) => !isOlder(record));
}

/** The deletions without those of objects that the provider has told of since. Of objects never seen it keeps a note. */
export async function withoutOutlived(
  trx: Transaction<Tables>,
  engine: Engine,
  { integrationId, model, deletedIds, deletedVersions }: ToldChanges,
): Promise<string[]> {
  if (deletedIds.length === 0) return [];
  await takeSequences(trx, integrationId, 0);
  const stored = await storedStates(trx, engine, { integrationId, model }, deletedIds);
  return deletedIds.filter((externalId) => {
    const [state, version] = [stored.get(externalId), deletedVersions.get(externalId)];
    return version === undefined || state === undefined || state.version === null || state.version <= version;
  });
}

async function storedStates(
  trx: Transaction<Tables>,
  engine: Engine,
  { integrationId, model }: Place,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, StoredState>> {
  const ids = textList(engine, externalIds);
  const [gone, records] = [
    await trx
      .selectFrom('record_gone')
      .select(['externalId', 'version'])
      .where('integrationId', '=', integrationId)
      .where('model', '=', model)
      .where('externalId', 'in', ids)
      .execute(),
    await trx
      .selectFrom('record')
      .select(['externalId', 'version', 'deletedAt'])
      .where('integrationId', '=', integrationId)
      .where('model', '=', model)
      .where('externalId', 'in', ids)
      .execute(),
  ];
  const states = new Map<string, StoredState>();
  for (const { externalId, version } of gone) states.set(externalId, { version, isDeleted: true });
  for (const { externalId, version, deletedAt } of records) {
    states.set(externalId, { version, isDeleted: deletedAt !== null });
  }
  return states;
}

/** Notes the versions of what was told, also where nothing changed by it, and deletions of what was never stored. */
export async function noteTold(trx: Transaction<Tables>, told: ToldChanges, now: number): Promise<void> {
  const { integrationId, model } = told;
  const versions = new Map<string, number | null>(
    told.deletedIds.map((id) => [id, told.deletedVersions.get(id) ?? null]),
  );
  for (const { externalId, version } of told.records) versions.set(externalId, version ?? null);
  for (const [externalId, version] of versions) {
    const { numUpdatedRows } = await trx
      .updateTable('record')
      .set({ toldAt: now, ...(version === null ? {} : { version }) })
      .where('integrationId', '=', integrationId)
      .where('model', '=', model)
      .where('externalId', '=', externalId)
      .executeTakeFirst();
    if (numUpdatedRows === 0n && version !== null)
      await noteGone(trx, { integrationId, model, externalId, version }, now);
  }
}

async function noteGone(
  trx: Transaction<Tables>,
  gone: { integrationId: string; model: string; externalId: string; version: number },
  at: number,
): Promise<void> {
  await trx
    .insertInto('record_gone')
    .values({ ...gone, at })
    .onConflict((conflict) =>
      conflict
        .columns(['integrationId', 'model', 'externalId'])
        .doUpdateSet(({ ref }) => ({ version: ref('excluded.version'), at: ref('excluded.at') }))
        .whereRef('record_gone.version', '<', 'excluded.version'),
    )
    .execute();
}
