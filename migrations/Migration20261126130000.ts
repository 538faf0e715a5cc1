import { HubMigration } from './hub-migration.js';

/** Alerts: what somebody who runs the hub should know. */
export class Migration20261126130000 extends HubMigration {
  override up(): void {
    this.addSql(`
      create table alert (
        id text not null primary key,
        rule text not null,
        cause text not null,
        tenant_id text null,
        provider_id text null,
        integration_id text null,
        title text not null,
        message text not null,
        state text not null,
        fired_at bigint not null,
        resolved_at bigint null,
        acknowledged_at bigint null,
        changed_at bigint not null,
        constraint alert_integration_id_foreign foreign key (integration_id) references integration (id) on update no action on delete cascade
      )
    `);
    this.addSql('create index alert_integration_index on alert (integration_id, state)');
    this.addSql('create index alert_state_index on alert (state, id)');
    this.addSql('create index alert_resolved_index on alert (resolved_at)');
    this.addSql("create unique index alert_firing_unique on alert (cause, rule) where state = 'FIRING'");
    this.addSql('create index health_state_index on health (state)');
  }
}
