import { HubMigration } from './hub-migration.js';

/** Providers that operators declare. */
export class Migration20261126150000 extends HubMigration {
  override up(): void {
    this.addSql('alter table provider_config add column declaration text null');
  }
}
