import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { describe } from 'vitest';

/** An empty database of its own; disposing of it removes it. */
export interface DatabasePlace extends AsyncDisposable {
  readonly url: string;
}

export interface TestDatabase {
  readonly engine: 'sqlite' | 'postgresql';
  create(): Promise<DatabasePlace>;
}

/** Where an administrator of the test server connects. */
export const POSTGRES_URL = process.env.TEST_POSTGRES_URL ?? 'postgresql://postgres@127.0.0.1:5432/postgres';

const sqlite: TestDatabase = {
  engine: 'sqlite',
  async create() {
    const folder = await mkdtemp(join(tmpdir(), 'hub-'));
    return {
      url: `sqlite:${join(folder, 'hub.sqlite')}`,
      [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
    };
  },
};

const postgresql: TestDatabase = {
  engine: 'postgresql',
  async create() {
    const name = `hub_${randomBytes(6).toString('hex')}`;
    await onServer(`create database ${name}`);
    const url = new URL(POSTGRES_URL);
    url.pathname = `/${name}`;
    return {
      url: url.toString(),
      [Symbol.asyncDispose]: () => onServer(`drop database if exists ${name} with (force)`),
    };
  },
};

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: POSTGRES_URL, connectionTimeoutMillis: 2000 });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

async function hasPostgres(): Promise<boolean> {
  return onServer('select 1').then(
    () => true,
    () => false,
  );
}

/** SQLite always; PostgreSQL where a server answers, and always in CI, where a missing one is a failure. */
export const testDatabases: readonly TestDatabase[] =
  process.env.CI || (await hasPostgres()) ? [sqlite, postgresql] : [sqlite];

/** The suite once on each database: `describeEachDatabase((database) => { test(…) })`. */
export function describeEachDatabase(suite: (database: TestDatabase) => void): void {
  for (const database of testDatabases) describe(`on ${database.engine}`, () => suite(database));
}
