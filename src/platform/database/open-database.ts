import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { EntitySchema, MigrationObject } from '@mikro-orm/core';
import { Migrator } from '@mikro-orm/migrations';
import type { MikroORM, SqlEntityManager } from '@mikro-orm/sql';
import {
  sql,
  type Kysely,
  type KyselyPlugin,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
} from 'kysely';
import type { Pool } from 'pg';
import { CamelCaseRows } from './camel-case-rows.js';
import { migratePostgres, migrateSqlite } from './migrate.js';
import { sqliteDialect } from './sqlite-dialect.js';

export type Engine = 'sqlite' | 'postgresql';

export interface DatabaseOptions {
  /** `sqlite:<path>`, `sqlite::memory:` or `postgresql://…`. */
  url: string;
  entities: readonly EntitySchema[];
  migrations: readonly MigrationObject[];
  /** Called for each statement that Kysely sends; for counting them. */
  onStatement?: () => void;
}

/** How many connections of a pool are in which state, and how many statements wait for one. */
export interface PoolLoad {
  busy: number;
  idle: number;
  waiting: number;
}

const MIGRATIONS_TABLE = 'mikro_orm_migrations';

/** An open database. Whoever opened it closes it. */
export interface Database<Tables> {
  readonly engine: Engine;
  readonly orm: MikroORM;
  /** Outside of any transaction. Inside one use only the handle it hands you: SQLite has one connection. */
  readonly db: Kysely<Tables>;
  /**
   * Applies what is missing and gives the names applied. Under a lock, so that processes that start
   * together take turns.
   */
  migrate(): Promise<string[]>;
  /** Names of the migrations that this release knows and the database has not seen. */
  missingMigrations(): Promise<string[]>;
  /** Connections of the pool that is used here; on SQLite there is one. */
  pool(): Promise<PoolLoad>;
  /** Of SQLite on disk, with its write-ahead log; 0 in memory and on PostgreSQL. */
  bytes(): Promise<number>;
  close(): Promise<void>;
}

/** Opens SQLite or PostgreSQL through MikroORM. Rows come as strings, numbers and nulls on both. */
export async function openDatabase<Tables>(options: DatabaseOptions): Promise<Database<Tables>> {
  const engine: Engine = options.url.startsWith('sqlite:') ? 'sqlite' : 'postgresql';
  const orm = engine === 'sqlite' ? await openSqlite(options) : await openPostgres(options);
  const plugins: KyselyPlugin[] = [new CamelCaseRows()];
  if (options.onStatement) plugins.push(new StatementCounter(options.onStatement));
  // The conditional in getKysely's type does not resolve for a type parameter.
  const kysely = (orm.em.fork() as SqlEntityManager).getKysely() as unknown as Kysely<Tables>;

  return {
    engine,
    orm,
    db: plugins.reduce((db, plugin) => db.withPlugin(plugin), kysely),
    missingMigrations: () => missingMigrations(kysely as Kysely<unknown>, options.migrations),
    pool: () => (engine === 'sqlite' ? Promise.resolve(ALONE) : poolLoad(orm)),
    bytes: () => (engine === 'sqlite' ? bytesOnDisk(options.url.slice('sqlite:'.length)) : Promise.resolve(0)),
    migrate: () => (engine === 'sqlite' ? migrateSqlite(orm) : migratePostgres(orm)),
    close: () => orm.close(true),
  };
}

async function missingMigrations(db: Kysely<unknown>, known: readonly MigrationObject[]): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(MIGRATIONS_TABLE)}`.execute(db);
  const applied = new Set(rows.map(({ name }) => name));
  return known.flatMap(({ name }) => (applied.has(name) ? [] : [name]));
}

const ALONE: PoolLoad = { busy: 0, idle: 1, waiting: 0 };

async function poolLoad(orm: MikroORM): Promise<PoolLoad> {
  const connection = orm.em.getConnection() as unknown as { getNativeClient(): Promise<Pool> };
  const { totalCount, idleCount, waitingCount } = await connection.getNativeClient();
  return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
}

async function bytesOnDisk(path: string): Promise<number> {
  const sizes = await Promise.all(
    [path, `${path}-wal`].map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function openSqlite(options: DatabaseOptions): Promise<MikroORM> {
  const { MikroORM } = await import('@mikro-orm/sqlite');
  const path = options.url.slice('sqlite:'.length);
  if (path !== ':memory:') await mkdir(dirname(path), { recursive: true });
  const { migrations, ...others } = ormOptions(options);
  return MikroORM.init({
    ...others,
    // One transaction around all of them is begun by hand.
    migrations: { ...migrations, transactional: false },
    dbName: path,
    driverOptions: sqliteDialect(path),
  });
}

async function openPostgres(options: DatabaseOptions): Promise<MikroORM> {
  const [{ MikroORM }, { default: pg }] = await Promise.all([import('@mikro-orm/postgresql'), import('pg')]);
  const types = new pg.TypeOverrides();
  // Counts and epoch milliseconds stay far below 2^53.
  types.setTypeParser(pg.types.builtins.INT8, Number);
  types.setTypeParser(pg.types.builtins.NUMERIC, Number);
  return MikroORM.init({ ...ormOptions(options), clientUrl: options.url, driverOptions: { types } });
}

function ormOptions(options: DatabaseOptions) {
  return {
    entities: [...options.entities],
    extensions: [Migrator],
    migrations: {
      migrationsList: [...options.migrations],
      tableName: MIGRATIONS_TABLE,
      snapshot: false,
      // Agenda's backends make and own their tables.
      allOrNothing: true,
    },
    schemaGenerator: { skipTables: [/^agenda_/] },
    // A statement's parameters may be sealed credentials or records: never into a log.
    debug: false,
    logger: () => undefined,
  };
}

class StatementCounter implements KyselyPlugin {
  constructor(private readonly onStatement: () => void) {}

  transformQuery({ node }: PluginTransformQueryArgs) {
    return node;
  }

  // Here rather than above: that is also called for each subquery of a statement.
  async transformResult({ result }: PluginTransformResultArgs) {
    this.onStatement();
    return result;
  }
}
