import { HubMigration } from './hub-migration.js';

/** Outbound webhooks: where the product's backend is told, of what, and how each telling went. */
export class Migration20261126180000 extends HubMigration {
  override up(): void {
    this.addSql(`
      create table outbound_endpoint (
        id text not null primary key,
        tenant_id text null,
        kind text not null,
        shown_address text not null,
        sealed_address text not null,
        event_types text not null,
        description text null,
        sealed_secret text null,
        sealed_old_secret text null,
        old_secret_ends_at bigint null,
        failing_since bigint null,
        disabled_at bigint null,
        disabled_reason text null,
        created_at bigint not null,
        updated_at bigint not null
      )
    `);
    this.addSql('create index outbound_endpoint_tenant_index on outbound_endpoint (tenant_id)');
    this.addSql(`
      create table outbound_event (
        id text not null primary key,
        type text not null,
        tenant_id text null,
        integration_id text null,
        payload text not null,
        created_at bigint not null
      )
    `);
    this.addSql('create index outbound_event_created_index on outbound_event (created_at)');
    this.addSql(`
      create table outbound_delivery (
        id text not null primary key,
        endpoint_id text not null,
        event_id text not null,
        state text not null,
        attempts integer not null,
        next_attempt_at bigint null,
        lease_token text null,
        created_at bigint not null,
        completed_at bigint null,
        error text null,
        constraint outbound_delivery_endpoint_id_foreign foreign key (endpoint_id) references outbound_endpoint (id) on update no action on delete cascade,
        constraint outbound_delivery_event_id_foreign foreign key (event_id) references outbound_event (id) on update no action on delete cascade
      )
    `);
    this.addSql('create index outbound_delivery_due_index on outbound_delivery (endpoint_id, next_attempt_at)');
    this.addSql('create index outbound_delivery_list_index on outbound_delivery (endpoint_id, id)');
    this.addSql('create index outbound_delivery_event_index on outbound_delivery (event_id)');
    this.addSql(`
      create table outbound_attempt (
        id text not null primary key,
        delivery_id text not null,
        at bigint not null,
        duration_ms integer not null,
        status_code integer null,
        error text null,
        constraint outbound_attempt_delivery_id_foreign foreign key (delivery_id) references outbound_delivery (id) on update no action on delete cascade
      )
    `);
    this.addSql('create index outbound_attempt_delivery_index on outbound_attempt (delivery_id, id)');
  }
}
