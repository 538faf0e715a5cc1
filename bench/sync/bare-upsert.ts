import { hash } from 'node:crypto';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { migrations } from '../../migrations/index.js';
import { openDatabase } from '../../src/platform/database/open-database.js';
import { entities } from '../../src/tables.js';
import { scratchFolder } from '../scratch.js';
import type { BenchRow } from './rows.js';

const UPSERT = `
  insert into record (id, integration_id, model, external_id, data, hash, revision, sequence, first_seen_at, changed_at)
  values (?, 'int_1', 'Event', ?, ?, ?, 1, ?, ?, ?)
  on conflict (integration_id, model, external_id) do update set
    data = excluded.data, hash = excluded.hash, sequence = excluded.sequence,
    changed_at = excluded.changed_at, revision = revision + 1, deleted_at = null
  where hash <> excluded.hash`;

const INTEGRATION = `
  insert into integration (id, provider_id, tenant_id, user_id, auth_method, state, state_since, granted_scopes,
    credentials_version, created_at, updated_at)
  values ('int_1', 'bench', 'default', 'operator', 'OAUTH2', 'CONNECTED', 0, '[]', 1, 0, 0)`;

/**
 * What the sync engine is held against: one prepared upsert, guarded by a hash, row by row in
 * transactions of `pageSize` rows, into the hub's own table with its indexes, at the same durability.
 * Nothing is checked, counted, swept or announced.
 */
export async function openBareUpsert(rows: readonly BenchRow[], pageSize: number) {
  const folder = await scratchFolder();
  const path = join(folder.path, 'bare.sqlite');
  const hub = await openDatabase({ url: `sqlite:${path}`, entities, migrations });
  await hub.migrate();
  await hub.close();

  const database = new BetterSqlite3(path);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('cache_size = -65536');
  database.exec(INTEGRATION);
  const upsert = database.prepare(UPSERT);
  let sequence = 0;
  const writePage = database.transaction((page: readonly BenchRow[]) => {
    const now = Date.now();
    for (const row of page) {
      const data = JSON.stringify(row);
      sequence += 1;
      upsert.run(`rec_${sequence}`, row.id, data, hash('sha256', data, 'base64url'), sequence, now, now);
    }
  });

  return {
    /** Writes all rows and gives the milliseconds that it took. */
    run(): number {
      const began = performance.now();
      for (let from = 0; from < rows.length; from += pageSize) writePage(rows.slice(from, from + pageSize));
      return performance.now() - began;
    },
    async [Symbol.asyncDispose]() {
      database.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}
