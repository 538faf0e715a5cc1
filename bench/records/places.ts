import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { scratchFolder } from '../scratch.js';

/** An empty database; disposing of it removes it. */
export interface BenchPlace extends AsyncDisposable {
  readonly url: string;
}

export type OpenPlace = () => Promise<BenchPlace>;

async function sqlitePlace(): Promise<BenchPlace> {
  const folder = await scratchFolder();
  return {
    url: `sqlite:${join(folder.path, 'hub.sqlite')}`,
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

function postgresPlaces(server: string): OpenPlace {
  const onServer = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  return async () => {
    const name = `bench_${randomBytes(6).toString('hex')}`;
    await onServer(`create database ${name}`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    return {
      url: url.toString(),
      [Symbol.asyncDispose]: () => onServer(`drop database if exists ${name} with (force)`),
    };
  };
}

/** SQLite, and PostgreSQL where BENCH_POSTGRES_URL says how an administrator reaches a server. */
export function benchPlaces(): [name: string, open: OpenPlace][] {
  const server = process.env.BENCH_POSTGRES_URL;
  return [['SQLite', sqlitePlace], ...(server ? [['PostgreSQL', postgresPlaces(server)] as [string, OpenPlace]] : [])];
}
