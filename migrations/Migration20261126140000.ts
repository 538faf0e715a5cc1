import { HubMigration } from './hub-migration.js';

/**
 * Lists of one model: what they are sorted and filtered by stands beside each record. Live records and
 * tombstones have indexes of their own, so that neither has to be skipped to read the other.
 */
export class Migration20261126140000 extends HubMigration {
  override up(): void {
    this.addSql('alter table record add column sort_key bigint null');
    for (const facet of [1, 2, 3, 4]) this.addSql(`alter table record add column facet${facet} text null`);
    for (const [state, condition] of STATES) {
      this.addSql(
        `create index record_sort_${state}_index on record (integration_id, model, sort_key, id) where sort_key is not null and ${condition}`,
      );
      for (const facet of [1, 2, 3, 4]) {
        this.addSql(
          `create index record_facet${facet}_${state}_index on record (integration_id, model, facet${facet}, sort_key, id) where facet${facet} is not null and ${condition}`,
        );
      }
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

const STATES = [
  ['live', 'deleted_at is null'],
  ['deleted', 'deleted_at is not null'],
] as const;
