import { HubMigration } from './hub-migration.js';

/** From a change back to what caused it: which run changed a record, which calls a run made, who asked for it. */
export class Migration20261126161000 extends HubMigration {
  override up(): void {
    this.addSql('alter table sync_log add column triggered_by text null');
    this.addSql('create index api_call_sync_log_index on api_call (sync_log_id, id) where sync_log_id is not null');
    this.addSql(`
      create table record_span (
        integration_id text not null,
        sequence_before bigint not null,
        sync_log_id text not null,
        primary key (integration_id, sequence_before),
        constraint record_span_integration_id_foreign foreign key (integration_id) references integration (id) on update no action on delete cascade,
        constraint record_span_sync_log_id_foreign foreign key (sync_log_id) references sync_log (id) on update no action on delete cascade
      )
    `);
    this.addSql('create index record_span_sync_log_index on record_span (sync_log_id)');
  }
}
