import type { Engine } from '../platform/database/open-database.js';
import { FACET_COLUMNS, type IndexValues } from './reading/index-columns.js';

export interface UpsertRow {
  id: string;
  externalId: string;
  data: string;
  hash: string;
  version: number | null;
  sequence: number;
  /** Of a model that has a list of its own: of all rows of a statement, or of none. */
  index: IndexValues | null;
}

interface Place {
  integrationId: string;
  model: string;
  /** Epoch milliseconds. */
  now: number;
}

const COLUMNS =
  'id, external_id, data, hash, version, sequence, integration_id, model, revision, first_seen_at, changed_at';

const INDEX_COLUMNS = ['list_key', 'sort_key', ...FACET_COLUMNS];

/** A row whose hash is the same and that is not deleted is left alone, and not returned. */
function onConflict(isIndexed: boolean): string {
  return `
  on conflict (integration_id, model, external_id) do update set
    data = excluded.data,
    hash = excluded.hash,
    version = coalesce(excluded.version, record.version),
    sequence = excluded.sequence,
    changed_at = excluded.changed_at,
    revision = case when record.deleted_at is null then record.revision + 1 else 1 end,
    deleted_at = null
    ${isIndexed ? INDEX_COLUMNS.map((column) => `, ${column} = excluded.${column}`).join('') : ''}
  where record.hash <> excluded.hash or record.deleted_at is not null
  returning revision`;
}

/**
 * One statement for many rows, with its parameters. It is built by hand because it is the hottest one
 * and Kysely would make an object of every value.
 */
export function upsertStatement(
  engine: Engine,
  place: Place,
  rows: readonly UpsertRow[],
): { text: string; parameters: unknown[] } {
  return engine === 'sqlite' ? forSqlite(place, rows) : forPostgres(place, rows);
}

function into(isIndexed: boolean): string {
  return `insert into record (${COLUMNS}${isIndexed ? `, ${INDEX_COLUMNS.join(', ')}` : ''})`;
}

function forSqlite({ integrationId, model, now }: Place, rows: readonly UpsertRow[]) {
  const isIndexed = rows[0]?.index != null;
  const row = `(?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?${isIndexed ? ', ?'.repeat(INDEX_COLUMNS.length) : ''})`;
  const values = new Array<string>(rows.length).fill(row).join(', ');
  const parameters: unknown[] = [];
  for (const { id, externalId, data, hash, version, sequence, index } of rows) {
    parameters.push(id, externalId, data, hash, version, sequence, integrationId, model, now, now);
    if (index !== null) parameters.push(index.listKey, index.sortKey, ...index.facets);
  }
  return { text: `${into(isIndexed)} values ${values} ${onConflict(isIndexed)}`, parameters };
}

function forPostgres({ integrationId, model, now }: Place, rows: readonly UpsertRow[]) {
  const indexes = rows.flatMap(({ index }) => index ?? []);
  const isIndexed = indexes.length > 0;
  const [types, names] = isIndexed
    ? [
        ', $10::bigint[], $11::bigint[], $12::text[], $13::text[], $14::text[], $15::text[]',
        `, ${INDEX_COLUMNS.join(', ')}`,
      ]
    : ['', ''];
  const text = `${into(isIndexed)}
    select id, external_id, data, hash, version, sequence, $7, $8, 1, $9::bigint, $9::bigint ${names}
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[] ${types})
      as rows (id, external_id, data, hash, version, sequence ${names})
    ${onConflict(isIndexed)}`;
  const parameters = [
    rows.map(({ id }) => id),
    rows.map(({ externalId }) => externalId),
    rows.map(({ data }) => data),
    rows.map(({ hash }) => hash),
    rows.map(({ version }) => version),
    rows.map(({ sequence }) => sequence),
    integrationId,
    model,
    now,
    ...(isIndexed
      ? [
          indexes.map((one) => one.listKey),
          indexes.map((one) => one.sortKey),
          ...FACET_COLUMNS.map((_, at) => indexes.map((one) => one.facets[at])),
        ]
      : []),
  ];
  return { text, parameters };
}
