import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { migrations } from '../../migrations/index.js';

/** Where an administrator of the test server connects. */
export const POSTGRES_URL = process.env.TEST_POSTGRES_URL ?? 'postgresql://postgres@127.0.0.1:5432/postgres';

/** A database of its own; disposing of it gives it back. */
export interface DatabasePlace extends AsyncDisposable {
  readonly url: string;
}

/** Whatever is larger is emptied by truncating, which makes files anew. */
const FEW_BYTES = 64 * 1024;

/**
 * Databases of this worker that nobody has, with what their last user left. Making one and migrating it takes
 * longer than most tests: they are emptied and used again, by the worker's next files, too.
 */
let listing: Promise<string[]> | null = null;
let made = 0;

export async function takePostgres(): Promise<DatabasePlace> {
  const { run, postgresql: template } = inject('templates');
  const prefix = `${run}_${process.env.VITEST_POOL_ID}_`;
  listing ??= databasesLike(prefix);
  const free = await listing;
  made = Math.max(made, free.length);
  const name = free.pop() ?? `${prefix}${++made}`;
  if (!(await isEmptied(name))) await onServer(`create database ${name} template ${template}`);
  return { url: urlOf(name), [Symbol.asyncDispose]: async () => void free.push(name) };
}

/** Of the server's own template, for a test of migrations. */
export async function makePostgres(prefix: string): Promise<DatabasePlace> {
  const name = `${prefix}_${randomBytes(6).toString('hex')}`;
  await onServer(`create database ${name}`);
  return {
    url: urlOf(name),
    [Symbol.asyncDispose]: () => onServer(`drop database if exists ${name} with (force)`).then(() => undefined),
  };
}

export async function dropAll(prefix: string): Promise<void> {
  for (const name of await databasesLike(prefix)) await onServer(`drop database if exists ${name} with (force)`);
}

export async function hasPostgres(): Promise<boolean> {
  return onServer('select 1').then(
    () => true,
    () => false,
  );
}

/** Ends what still uses it, and leaves the tables without rows. False where there is no such database any more. */
async function isEmptied(name: string): Promise<boolean> {
  const client = await connect(urlOf(name)).catch((error: unknown) => {
    if (error instanceof pg.DatabaseError && error.code === '3D000') return null;
    throw error;
  });
  if (client === null) return false;
  try {
    await client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    const applied = await client.query('select name from mikro_orm_migrations');
    if (applied.rowCount !== migrations.length) return await isDropped(name, client);
    const { rows } = await client.query<{ table: string; bytes: string }>(
      `select oid::regclass::text as table, pg_relation_size(oid) as bytes from pg_class
       where relkind = 'r' and relnamespace = 'public'::regnamespace and pg_relation_size(oid) > 0
         and relname <> 'mikro_orm_migrations'`,
    );
    const large = rows.filter(({ bytes }) => Number(bytes) > FEW_BYTES).map(({ table }) => table);
    const small = rows.filter(({ bytes }) => Number(bytes) <= FEW_BYTES).map(({ table }) => table);
    const statements = ['set session_replication_role = replica', ...small.map((table) => `delete from ${table}`)];
    if (large.length > 0) statements.push(`truncate ${large.join(', ')} cascade`);
    await client.query(statements.join(';'));
    return true;
  } finally {
    await client.end();
  }
}

/** A test took a migration back. */
async function isDropped(name: string, client: pg.Client): Promise<false> {
  await client.end();
  await onServer(`drop database ${name} with (force)`);
  return false;
}

async function databasesLike(prefix: string): Promise<string[]> {
  const rows = await onServer(`select datname from pg_database where starts_with(datname, '${prefix}')`);
  return rows.map(({ datname }) => datname as string);
}

function urlOf(name: string): string {
  const url = new URL(POSTGRES_URL);
  url.pathname = `/${name}`;
  return url.toString();
}

async function onServer(statement: string): Promise<Record<string, unknown>[]> {
  const client = await connect(POSTGRES_URL);
  const { rows } = await client.query<Record<string, unknown>>(statement).finally(() => client.end());
  return rows;
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 });
  await client.connect();
  return client;
}
