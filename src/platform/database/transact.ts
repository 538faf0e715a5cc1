import type { Kysely, Transaction } from 'kysely';

const MAX_TRIES = 3;

/**
 * Runs a transaction, and again where PostgreSQL ended it because it and another waited for each other.
 * @param work may be called more than once; only the last call is committed.
 */
export async function transact<Tables, Result>(
  db: Kysely<Tables>,
  work: (trx: Transaction<Tables>) => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (!isDeadlock(error) || tries === MAX_TRIES) throw error;
    }
  }
}

function isDeadlock(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === '40P01';
}
