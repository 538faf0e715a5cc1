import { HubMigration } from './hub-migration.js';

/** Deliveries that ran out of tries and have not arrived since, found without reading all of them. */
export class Migration20261126190000 extends HubMigration {
  override up(): void {
    this.addSql('alter table outbound_delivery add column died_at bigint null');
    this.addSql("update outbound_delivery set died_at = completed_at where state = 'DEAD'");
    this.addSql(
      'create index outbound_delivery_died_index on outbound_delivery (endpoint_id) where died_at is not null',
    );
  }
}
