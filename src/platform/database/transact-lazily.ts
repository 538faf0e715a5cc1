import { sql, type Kysely, type Transaction } from 'kysely';
import type { Engine } from './open-database.js';
import { transact } from './transact.js';

/**
 * As `transact`, for work that is found and done again where the machine loses power just after: its commit is not
 * waited for to be on disk. Nothing is half done then, and what was committed before it is still there; the end of
 * the process alone loses nothing.
 * @see https://www.postgresql.org/docs/current/wal-async-commit.html
 * @see https://www.sqlite.org/pragma.html#pragma_synchronous
 */
export function transactLazily<Tables, Result>(
  { db, engine }: { db: Kysely<Tables>; engine: Engine },
  work: (trx: Transaction<Tables>) => Promise<Result>,
): Promise<Result> {
  if (engine === 'postgresql') {
    return transact(db, async (trx) => {
      await sql`set local synchronous_commit to off`.execute(trx);
      return work(trx);
    });
  }
  return db.connection().execute(async (connection) => {
    await sql`pragma synchronous = normal`.execute(connection);
    try {
      return await transact(connection, work);
    } finally {
      await sql`pragma synchronous = full`.execute(connection);
    }
  });
}
