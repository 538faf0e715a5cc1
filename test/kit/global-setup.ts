import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import { migrations } from '../../migrations/index.js';
import { openDatabase } from '../../src/platform/database/open-database.js';
import { entities, type Tables } from '../../src/tables.js';
import { fileOf, testDatabases, type DatabasePlace } from './databases.js';
import { dropAll, POSTGRES_URL } from './postgres-places.js';

const RUN = `hub_${randomBytes(4).toString('hex')}`;
const templates: DatabasePlace[] = [];
const hasPostgres = testDatabases.some(({ engine }) => engine === 'postgresql');

/** Says before a run which databases it covers, and makes what the tests' databases are copies of. */
export async function setup({ provide }: TestProject): Promise<void> {
  process.stdout.write(`\n${coverage()}\n`);
  const names = { run: RUN, sqlite: '', postgresql: '' };
  for (const database of testDatabases) {
    const place = await database.createEmpty();
    templates.push(place);
    await migrate(place.url);
    names[database.engine] = database.engine === 'sqlite' ? fileOf(place.url) : new URL(place.url).pathname.slice(1);
  }
  provide('templates', names);
}

/** Says it again where it is read: a green run on SQLite alone must not look like one on both. */
export async function teardown(): Promise<void> {
  for (const place of templates) await place[Symbol.asyncDispose]();
  if (hasPostgres) await dropAll(RUN);
  process.stdout.write(`\n${coverage()}\n`);
}

async function migrate(url: string): Promise<void> {
  const opened = await openDatabase<Tables>({ url, entities, migrations });
  await opened.migrate();
  await opened.close();
}

function coverage(): string {
  const { host } = new URL(POSTGRES_URL);
  return hasPostgres
    ? `Databases: SQLite, and PostgreSQL at ${host}.`
    : `PostgreSQL: no server answers at ${host}; ran on SQLite alone. Start one, or name it in TEST_POSTGRES_URL.`;
}
