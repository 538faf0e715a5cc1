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
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  database.pragma('cache_size = -65536');
  return new SqliteDialect({ database: new PreparedStatements(database) });
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
