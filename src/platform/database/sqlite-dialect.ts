import BetterSqlite3 from 'better-sqlite3';
import { SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';

const MAX_CACHED_STATEMENTS = 500;
/** How long a statement waits for another process that writes, such as a backup. */
export const BUSY_TIMEOUT_MS = 5_000;

/**
 * SQLite as the hub wants it: a write-ahead log, every commit on disk before it is acknowledged,
 * foreign keys checked. Statements are prepared once and kept, which MikroORM's own dialect does not do.
 */
export function sqliteDialect(path: string): SqliteDialect {
  const database = new BetterSqlite3(path, { timeout: BUSY_TIMEOUT_MS });
  beginWriteAheadLog(database);
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  database.pragma('cache_size = -16384');
  return new SqliteDialect({ database: new PreparedStatements(database) });
}

const ASK_EVERY_MS = 20;

/** Of processes that open a new file at once one turns it to the log; SQLite itself does not let the others wait. */
function beginWriteAheadLog(database: BetterSqlite3.Database): void {
  const until = Date.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      database.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      const isBusy = error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY');
      if (!isBusy || Date.now() > until) throw error;
      // Nothing else runs in a process that opens its database.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ASK_EVERY_MS);
    }
  }
}

class PreparedStatements implements SqliteDatabase {
  private readonly statements = new Map<string, SqliteStatement>();

  constructor(private readonly database: BetterSqlite3.Database) {}

  prepare(text: string): SqliteStatement {
    // A transaction that means to write takes the lock first, or it loses to another writer half way.
    const wanted = text === 'begin' ? 'begin immediate' : text;
    const known = this.statements.get(wanted);
    if (known !== undefined) {
      this.statements.delete(wanted);
      this.statements.set(wanted, known);
      return known;
    }
    const statement = this.database.prepare(wanted) as unknown as SqliteStatement;
    this.statements.set(wanted, statement);
    if (this.statements.size > MAX_CACHED_STATEMENTS) {
      this.statements.delete(this.statements.keys().next().value as string);
    }
    return statement;
  }

  close(): void {
    this.statements.clear();
    this.database.close();
  }
}
