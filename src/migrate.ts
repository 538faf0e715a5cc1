import 'reflect-metadata';
import { migrations } from '../migrations/index.js';
import { ConfigError, readOwnConfig } from './config.js';
import { openDatabase } from './platform/database/open-database.js';
import { entities } from './tables.js';

/** `npm run migrate`: brings the database up to date, as every start does by itself, and says how. */
async function migrate(): Promise<void> {
  const { databaseUrl: url } = readOwnConfig([]);
  const database = await openDatabase({ url, entities, migrations });
  try {
    const applied = await database.migrate();
    process.stdout.write(applied.length === 0 ? 'The database is up to date.\n' : `Applied ${applied.join(', ')}.\n`);
  } finally {
    await database.close();
  }
}

migrate().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
