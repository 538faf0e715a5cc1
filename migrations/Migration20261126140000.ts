import { HubMigration } from './hub-migration.js';

/** Lists of one model: what they are sorted and filtered by stands beside each record. */
export class Migration20261126140000 extends HubMigration {
  override up(): void {
    this.addSql('alter table record add column list_key bigint null');
    this.addSql('alter table record add column sort_key bigint null');
    this.addSql('create index record_list_index on record (list_key, sort_key, id) where list_key is not null');
    for (const facet of ['facet1', 'facet2', 'facet3', 'facet4']) {
      this.addSql(`alter table record add column ${facet} text null`);
      this.addSql(
        `create index record_${facet}_index on record (list_key, ${facet}, sort_key, id) where ${facet} is not null`,
      );
    }
    this.addSql(`
      create table record_index (
        model text not null primary key,
        stamp text not null,
        filled_to text not null,
        filled_at bigint null
      )
    `);
  }
}
