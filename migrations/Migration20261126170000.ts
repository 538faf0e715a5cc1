import { HubMigration } from './hub-migration.js';

/** Who did what; and tombstones by their age, which removes them. */
export class Migration20261126170000 extends HubMigration {
  override up(): void {
    this.addSql(`
      create table audit_entry (
        id text not null primary key,
        at bigint not null,
        tenant_id text not null,
        user_id text not null,
        role text null,
        via text null,
        action text not null,
        owner_tenant_id text null,
        integration_id text null,
        provider_id text null,
        subject text null,
        outcome text not null,
        request_id text null
      )
    `);
    this.addSql('create index audit_entry_tenant_index on audit_entry (owner_tenant_id, id)');
    this.addSql('create index audit_entry_integration_index on audit_entry (integration_id, id)');
    this.addSql('create index audit_entry_user_index on audit_entry (user_id, id)');
    this.addSql('create index audit_entry_at_index on audit_entry (at)');
    this.addSql('create index record_deleted_index on record (deleted_at) where deleted_at is not null');
  }
}
