import { HubMigration } from './hub-migration.js';

/** Audit entries of what is under way, found without reading all of them. */
export class Migration20261126192000 extends HubMigration {
  override up(): void {
    this.addSql("create index audit_entry_started_index on audit_entry (at) where outcome = 'STARTED'");
  }
}
