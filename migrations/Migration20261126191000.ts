import { HubMigration } from './hub-migration.js';

/** The trace of the delivery that brought a webhook event, which the work on it continues. */
export class Migration20261126191000 extends HubMigration {
  override up(): void {
    this.addSql('alter table webhook_event add column traceparent text null');
  }
}
