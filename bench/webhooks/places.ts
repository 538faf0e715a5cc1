import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { scratchFolder } from '../scratch.js';

/** Where an administrator of the PostgreSQL server connects. */
const POSTGRES_URL = process.env.TEST_POSTGRES_URL ?? 'postgresql://postgres@127.0.0.1:5432/postgres';

/** An empty database; disposing of it removes it. */
export interface Place extends AsyncDisposable {
  url: string;
  /** For what else a hub stores. */
  folder: string;
}

export type Engine = 'SQLite' | 'PostgreSQL';

/** SQLite, and PostgreSQL where a server answers. */
export async function enginesHere(): Promise<Engine[]> {
  const hasPostgres = await onServer('select 1').then(
    () => true,
    () => false,
  );
  if (!hasPostgres) console.log('No PostgreSQL answers at TEST_POSTGRES_URL: only SQLite is measured.');
  return hasPostgres ? ['SQLite', 'PostgreSQL'] : ['SQLite'];
}

export async function emptyDatabase(engine: Engine): Promise<Place> {
  const folder = await scratchFolder();
  if (engine === 'SQLite') {
    return {
      url: `sqlite:${join(folder.path, 'hub.sqlite')}`,
      folder: folder.path,
      [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
    };
  }
  const name = `bench_${randomBytes(6).toString('hex')}`;
  await onServer(`create database ${name}`);
  const url = new URL(POSTGRES_URL);
  url.pathname = `/${name}`;
  return {
    url: url.toString(),
    folder: folder.path,
    async [Symbol.asyncDispose]() {
      await onServer(`drop database if exists ${name} with (force)`);
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: POSTGRES_URL, connectionTimeoutMillis: 2_000 });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
