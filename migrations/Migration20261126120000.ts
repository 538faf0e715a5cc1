import { HubMigration } from './hub-migration.js';

/** Webhooks: the inbox, what events led to, what is subscribed to; and versions, by which records outlive disorder. */
export class Migration20261126120000 extends HubMigration {
  override up(): void {
    this.addInbox();
    this.addSubscriptions();
    this.addVersions();
  }

  private addInbox(): void {
    this.addSql(`
      create table webhook_event (
        id text not null primary key,
        provider_id text not null,
        dedupe_key text not null,
        addressed_to text null,
        external_id text not null,
        type text not null,
        accounts text not null,
        sealed_payload text not null,
        state text not null,
        attempts integer not null,
        deliveries integer not null,
        received_at bigint not null,
        next_attempt_at bigint null,
        lease_token text null,
        completed_at bigint null,
        error text null
      )
    `);
    this.addUnique('webhook_event', 'webhook_event_dedupe_unique', 'provider_id, dedupe_key');
    this.addSql('create index webhook_event_due_index on webhook_event (provider_id, next_attempt_at)');
    this.addSql('create index webhook_event_state_index on webhook_event (state, received_at)');
    this.addSql(`
      create table webhook_event_integration (
        integration_id text not null,
        webhook_event_id text not null,
        primary key (integration_id, webhook_event_id),
        constraint webhook_event_integration_webhook_event_id_foreign foreign key (webhook_event_id) references webhook_event (id) on update no action on delete cascade,
        constraint webhook_event_integration_integration_id_foreign foreign key (integration_id) references integration (id) on update no action on delete cascade
      )
    `);
    this.addSql('create index webhook_event_integration_event_index on webhook_event_integration (webhook_event_id)');
    this.addSql(`
      create table webhook_event_run (
        webhook_event_id text not null,
        sync_log_id text not null,
        primary key (webhook_event_id, sync_log_id),
        constraint webhook_event_run_webhook_event_id_foreign foreign key (webhook_event_id) references webhook_event (id) on update no action on delete cascade,
        constraint webhook_event_run_sync_log_id_foreign foreign key (sync_log_id) references sync_log (id) on update no action on delete cascade
      )
    `);
    this.addSql('create index webhook_event_run_log_index on webhook_event_run (sync_log_id)');
  }

  private addSubscriptions(): void {
    this.addSql(`
      create table webhook_subscription (
        id text not null primary key,
        integration_id text not null,
        subject text not null,
        state text not null,
        external_id text null,
        resource text null,
        sealed_secret text not null,
        expires_at bigint null,
        act_at bigint null,
        failures integer not null,
        error text null,
        last_event_at bigint null,
        created_at bigint not null,
        constraint webhook_subscription_integration_id_foreign foreign key (integration_id) references integration (id) on update no action on delete cascade
      )
    `);
    this.addSql('create index webhook_subscription_integration_index on webhook_subscription (integration_id)');
    this.addSql('create index webhook_subscription_act_index on webhook_subscription (act_at)');
    this.addSql('alter table integration add column subscriptions_check_at bigint null');
  }

  private addVersions(): void {
    this.addSql('alter table record add column version bigint null');
    this.addSql('alter table record add column told_at bigint null');
    this.addSql(`
      create table record_gone (
        integration_id text not null,
        model text not null,
        external_id text not null,
        version bigint not null,
        at bigint not null,
        primary key (integration_id, model, external_id),
        constraint record_gone_integration_id_foreign foreign key (integration_id) references integration (id) on update no action on delete cascade
      )
    `);
    this.addSql('create index record_gone_at_index on record_gone (at)');
    this.addSql('alter table sync add column poll_wanted_at bigint null');
    this.addSql('create index sync_poll_wanted_index on sync (poll_wanted_at)');
  }
}
