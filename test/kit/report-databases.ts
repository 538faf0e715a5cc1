import { POSTGRES_URL, testDatabases } from './databases.js';

/** Says before a run which databases it covers: a green run on SQLite alone must not look like one on both. */
export function setup(): void {
  process.stdout.write(`\n${coverage()}\n`);
}

/** And again at its end, where it is read. */
export function teardown(): void {
  process.stdout.write(`\n${coverage()}\n`);
}

function coverage(): string {
  const { host } = new URL(POSTGRES_URL);
  return testDatabases.some(({ engine }) => engine === 'postgresql')
    ? `Databases: SQLite, and PostgreSQL at ${host}.`
    : `PostgreSQL: no server answers at ${host}; ran on SQLite alone. Start one, or name it in TEST_POSTGRES_URL.`;
}
