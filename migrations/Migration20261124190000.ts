import { HubMigration } from './hub-migration.js';

/** Credentials are renewed by one process at a time, and less often while that fails. */
export class Migration20261124190000 extends HubMigration {
  override up(): void {
    this.addSql('alter table integration add column refresh_lease text null');
    this.addSql('alter table integration add column refresh_leased_until bigint null');
    this.addSql('alter table integration add column refresh_failures integer not null default 0');
    this.addSql('alter table integration add column refresh_retry_at bigint null');
    this.addSql('create index integration_expiry_index on integration (credentials_expire_at)');
  }
}
