import type { Engine } from '../platform/database/open-database.js';

export interface UpsertRow {
  id: string;
  externalId: string;
  data: string;
  hash: string;
  version: number | null;
  sequence: number;
}

interface Place {
  integrationId: string;
  model: string;
  /** Epoch milliseconds. */
  now: number;
}

const INTO =
  'insert into record (id, external_id, data, hash, version, sequence, integration_id, model, revision, first_seen_at, changed_at)';

/** A row whose hash is the same and that is not deleted is left alone, and not returned. */
const ON_CONFLICT = `
  on conflict (integration_id, model, external_id) do update set
    data = excluded.data,
    hash = excluded.hash,
    version = coalesce(excluded.version, record.version),
    sequence = excluded.sequence,
    changed_at = excluded.changed_at,
    revision = case when record.deleted_at is null then record.revision + 1 else 1 end,
    deleted_at = null
  where record.hash <> excluded.hash or record.deleted_at is not null
  returning revision`;

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

function forSqlite({ integrationId, model, now }: Place, rows: readonly UpsertRow[]) {
  const values = new Array<string>(rows.length).fill('(?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)').join(', ');
  const parameters: unknown[] = [];
  for (const { id, externalId, data, hash, version, sequence } of rows) {
    parameters.push(id, externalId, data, hash, version, sequence, integrationId, model, now, now);
  }
  return { text: `${INTO} values ${values} ${ON_CONFLICT}`, parameters };
}

function forPostgres({ integrationId, model, now }: Place, rows: readonly UpsertRow[]) {
  const text = `${INTO}
    select id, external_id, data, hash, version, sequence, $7, $8, 1, $9::bigint, $9::bigint
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])
      as rows (id, external_id, data, hash, version, sequence)
    ${ON_CONFLICT}`;
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
  ];
  return { text, parameters };
}
