import { HubMigration } from './hub-migration.js';

/** What health and alerts are made of: why calls failed, the states that came before, who can renew credentials. */
export class Migration20261126160000 extends HubMigration {
  override up(): void {
    this.addSql('alter table health add column main_failure text null');
    this.addSql(`
      create table health_failure (
        integration_id text not null,
        bucket_at bigint not null,
        status_code integer not null,
        endpoint text not null,
        failures integer not null,
        first_at bigint not null,
        primary key (integration_id, bucket_at, status_code, endpoint),
        constraint health_failure_integration_id_foreign foreign key (integration_id) references integration (id) on update no action on delete cascade
      )
    `);
    this.addSql(`
      create table health_change (
        id text not null primary key,
        integration_id text not null,
        previous text not null,
        state text not null,
        calls integer not null,
        failures integer not null,
        main_failure text null,
        at bigint not null,
        constraint health_change_integration_id_foreign foreign key (integration_id) references integration (id) on update no action on delete cascade
      )
    `);
    this.addSql('create index health_change_integration_index on health_change (integration_id, id)');
    this.addSql('create index health_change_at_index on health_change (at)');
    this.addSql('alter table integration add column credentials_renewable integer null');
  }
}
