import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, inject } from 'vitest';
import { hasPostgres, makePostgres, takePostgres, type DatabasePlace } from './postgres-places.js';

export type { DatabasePlace } from './postgres-places.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Migrated databases, made once a run, that those of the tests are copies of; and what names of the run begin with. */
    templates: { run: string; sqlite: string; postgresql: string };
  }
}

export interface TestDatabase {
  readonly engine: 'sqlite' | 'postgresql';
  /** With the tables of this release and no rows. */
  create(): Promise<DatabasePlace>;
  /** With nothing in it. */
  createEmpty(): Promise<DatabasePlace>;
}

const sqlite: TestDatabase = {
  engine: 'sqlite',
  async create() {
    const place = await makeFolder();
    await copyFile(inject('templates').sqlite, fileOf(place.url));
    return place;
  },
  createEmpty: makeFolder,
};

async function makeFolder(): Promise<DatabasePlace> {
  const folder = await mkdtemp(join(tmpdir(), 'hub-'));
  return {
    url: `sqlite:${join(folder, 'hub.sqlite')}`,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

const postgresql: TestDatabase = {
  engine: 'postgresql',
  create: takePostgres,
  createEmpty: () => makePostgres('hub_empty'),
};

/** Of a database of SQLite. */
export function fileOf(url: string): string {
  return url.slice('sqlite:'.length);
}

/** SQLite always; PostgreSQL where a server answers, and always in CI, where a missing one is a failure. */
export const testDatabases: readonly TestDatabase[] =
  process.env.CI || (await hasPostgres()) ? [sqlite, postgresql] : [sqlite];

/** The suite once on each database: `describeEachDatabase((database) => { test(…) })`. */
export function describeEachDatabase(suite: (database: TestDatabase) => void): void {
  for (const database of testDatabases) describe(`on ${database.engine}`, () => suite(database));
}
