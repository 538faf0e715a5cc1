import { Migration } from '@mikro-orm/migrations';

/**
 * A migration that runs on SQLite and PostgreSQL. Columns are `text`, `integer` and `bigint` only
 * (times are epoch milliseconds, JSON is text), so that one statement serves both.
 */
export abstract class HubMigration extends Migration {
  /** MikroORM expects a constraint on PostgreSQL and an index on SQLite. */
  protected addUnique(table: string, name: string, columns: string): void {
    this.addSql(
      this.config.get('driver')?.name === 'PostgreSqlDriver'
        ? `alter table ${table} add constraint ${name} unique (${columns})`
        : `create unique index ${name} on ${table} (${columns})`,
    );
  }
}
