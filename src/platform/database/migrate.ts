import { setTimeout as wait } from 'node:timers/promises';
import type { MikroORM, SqlEntityManager } from '@mikro-orm/sql';
import { BUSY_TIMEOUT_MS } from './sqlite-dialect.js';

const LOCK_KEY = 7_345_201;
const PATIENCE_MS = 60_000;
const ASK_EVERY_MS = 50;

/** Applies what is missing, under a lock of PostgreSQL's, and gives the names applied. All of it or nothing. */
export async function migratePostgres(orm: MikroORM): Promise<string[]> {
  return (orm.em.fork() as SqlEntityManager).transactional(async (em) => {
    await em.execute(`select pg_advisory_xact_lock(${LOCK_KEY})`);
    return nameAll(await orm.migrator.up({ transaction: em.getTransactionContext() }));
  });
}

/**
 * The same on SQLite, which has one connection: the transaction is begun by hand around everything that
 * the migrator does, since it looks for its own table outside of any.
 */
export async function migrateSqlite(orm: MikroORM): Promise<string[]> {
  const em = orm.em.fork() as SqlEntityManager;
  await beginAlone(em);
  try {
    const applied = await orm.migrator.up();
    await em.execute('commit');
    return nameAll(applied);
  } catch (error) {
    await em.execute('rollback');
    throw error;
  }
}

/** Takes SQLite's write lock. Waits for a process that holds it without standing still. */
async function beginAlone(em: SqlEntityManager): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  await em.execute('pragma busy_timeout = 0');
  try {
    while (!(await tryToBegin(em, until))) await wait(ASK_EVERY_MS);
  } finally {
    await em.execute(`pragma busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }
}

async function tryToBegin(em: SqlEntityManager, until: number): Promise<boolean> {
  try {
    await em.execute('begin immediate');
    return true;
  } catch (error) {
    const isBusy = error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY';
    if (!isBusy || Date.now() > until) throw error;
    return false;
  }
}

function nameAll(applied: readonly { name: string }[]): string[] {
  return applied.map((migration) => migration.name);
}
