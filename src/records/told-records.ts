import { sql, type Transaction } from 'kysely';
import type { Engine } from '../platform/database/open-database.js';
import { rowList } from '../platform/database/row-list.js';
import { newId } from '../platform/id.js';
import type { Tables } from '../tables.js';
import { takeSequences } from './record-feed.js';
import { textList } from '../platform/database/text-list.js';
import type { ToldState, ToldStates } from './told-state.js';

export interface ToldPlace {
  integrationId: string;
  model: string;
}

/** Reads how objects stand. The caller holds the integration's feed, so that nobody writes before it does. */
export async function readStates(
  trx: Transaction<Tables>,
  engine: Engine,
  { integrationId, model }: ToldPlace,
  externalIds: readonly string[],
): Promise<ToldStates> {
  const ids = textList(engine, externalIds);
  const gone = await trx
    .selectFrom('record_gone')
    .select(['externalId', 'version'])
    .where('integrationId', '=', integrationId)
    .where('model', '=', model)
    .where('externalId', 'in', ids)
    .execute();
  const records = await trx
    .selectFrom('record')
    .select(['externalId', 'version', 'deletedAt', 'hash', 'revision'])
    .where('integrationId', '=', integrationId)
    .where('model', '=', model)
    .where('externalId', 'in', ids)
    .execute();
  const untold = { isTold: false, data: null, place: null };
  const states: ToldStates = new Map();
  for (const { externalId, version } of gone)
    states.set(externalId, { ...untold, version, isDeleted: true, hash: null, revision: 0 });
  for (const { externalId, deletedAt, ...state } of records)
    states.set(externalId, { ...untold, ...state, isDeleted: deletedAt !== null });
  return states;
}

/**
 * Writes what changed in a few statements, whatever its number. Takes their places in the change feed.
 * @returns where the feed stood before.
 */
export async function writeStates(
  trx: Transaction<Tables>,
  engine: Engine,
  place: ToldPlace,
  states: ToldStates,
  { places, now }: { places: number; now: number },
): Promise<number> {
  const feedAt = await takeSequences(trx, place.integrationId, places);
  const told = [...states].filter(([, { isTold }]) => isTold);
  const context = { trx, engine, place, now, feedAt };
  await upsert(
    context,
    told.filter(([, { data }]) => data !== null),
  );
  await update(
    context,
    told.filter(([, { data, hash }]) => data === null && hash !== null),
  );
  await noteGone(
    context,
    told.filter(([, { hash, version }]) => hash === null && version !== null),
  );
  return feedAt;
}

interface Context {
  trx: Transaction<Tables>;
  engine: Engine;
  place: ToldPlace;
  now: number;
  feedAt: number;
}

type Told = readonly [externalId: string, state: ToldState];

/** What has other data: new, changed, or changed and then deleted. */
async function upsert({ trx, engine, place, now, feedAt }: Context, told: readonly Told[]): Promise<void> {
  if (told.length === 0) return;
  const rows = rowList(
    engine,
    {
      id: 'text',
      external_id: 'text',
      data: 'text',
      hash: 'text',
      version: 'bigint',
      sequence: 'bigint',
      revision: 'bigint',
      deleted_at: 'bigint',
    },
    told.map(([externalId, { data, hash, version, revision, isDeleted, place: at }]) => [
      newId('rec'),
      externalId,
      data,
      hash,
      version,
      feedAt + (at ?? 0),
      revision,
      isDeleted ? now : null,
    ]),
  );
  await sql`
    insert into record (id, integration_id, model, external_id, data, hash, version, sequence, revision,
      first_seen_at, changed_at, told_at, deleted_at)
    select id, ${place.integrationId}, ${place.model}, external_id, data, hash, version, sequence, revision,
      ${big(now)}, ${big(now)}, ${big(now)}, deleted_at
    from ${rows} where true
    on conflict (integration_id, model, external_id) do update set
      data = excluded.data, hash = excluded.hash, version = excluded.version, sequence = excluded.sequence,
      revision = excluded.revision, changed_at = excluded.changed_at, told_at = excluded.told_at,
      deleted_at = excluded.deleted_at`.execute(trx);
}

/** What keeps its data: told of again, or deleted. */
async function update({ trx, engine, place, now, feedAt }: Context, told: readonly Told[]): Promise<void> {
  if (told.length === 0) return;
  const rows = rowList(
    engine,
    { external_id: 'text', version: 'bigint', revision: 'bigint', sequence: 'bigint' },
    told.map(([externalId, { version, revision, place: at }]) => [
      externalId,
      version,
      revision,
      at === null ? null : feedAt + at,
    ]),
  );
  await sql`
    update record set
      told_at = ${big(now)}, version = given.version, revision = given.revision,
      sequence = coalesce(given.sequence, record.sequence),
      changed_at = case when given.sequence is null then record.changed_at else ${big(now)} end,
      deleted_at = case when given.sequence is null then record.deleted_at else ${big(now)} end
    from ${rows}
    where record.integration_id = ${place.integrationId} and record.model = ${place.model}
      and record.external_id = given.external_id`.execute(trx);
}

/** What the hub never had: what comes late of it stays out. */
async function noteGone({ trx, engine, place, now }: Context, told: readonly Told[]): Promise<void> {
  if (told.length === 0) return;
  const rows = rowList(
    engine,
    { external_id: 'text', version: 'bigint' },
    told.map(([externalId, { version }]) => [externalId, version]),
  );
  await sql`
    insert into record_gone (integration_id, model, external_id, version, at)
    select ${place.integrationId}, ${place.model}, external_id, version, ${big(now)} from ${rows} where true
    on conflict (integration_id, model, external_id) do update set version = excluded.version, at = excluded.at`.execute(
    trx,
  );
}

/** PostgreSQL takes a parameter among texts for a text. */
function big(value: number) {
  return sql`cast(${value} as bigint)`;
}
