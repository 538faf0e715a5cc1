import { HubMigration } from './hub-migration.js';

/** The tables of the first release. */
export class Migration20261124000000 extends HubMigration {
  override up(): void {
    this.addSql(`
      create table provider_config (
        provider_id text not null primary key,
        client_id text null,
        sealed_client_secret text null,
        sealed_webhook_secret text null,
        scopes text null,
        endpoints text null,
        disabled_at bigint null,
        updated_at bigint not null
      )
    `);

    this.addSql(`
      create table integration (
        id text not null primary key,
        provider_id text not null,
        tenant_id text not null,
        user_id text not null,
        account_label text null,
        external_account_id text null,
        auth_method text not null,
        state text not null,
        state_since bigint not null,
        granted_scopes text not null,
        sealed_credentials text null,
        credentials_version integer not null,
        credentials_expire_at bigint null,
        problem text null,
        last_sync_at bigint null,
        created_at bigint not null,
        updated_at bigint not null
      )
    `);
    this.addSql('create index integration_provider_account_index on integration (provider_id, external_account_id)');
    this.addSql('create index integration_state_index on integration (state, state_since)');
    this.addUnique(
      'integration',
      'integration_owner_account_unique',
      'tenant_id, user_id, provider_id, external_account_id',
    );

    this.addSql(`
      create table oauth_attempt (
        id text not null primary key,
        state_hash text not null,
        integration_id text not null,
        provider_id text not null,
        tenant_id text not null,
        user_id text not null,
        browser_hash text null,
        sealed_verifier text not null,
        scopes text not null,
        return_url text null,
        created_at bigint not null,
        expires_at bigint not null,
        taken_at bigint null,
        outcome text null,
        outcome_integration_id text null,
        constraint oauth_attempt_integration_id_foreign foreign key (integration_id) references integration (id) on update no action on delete cascade
      )
    `);
    this.addSql('create index oauth_attempt_integration_index on oauth_attempt (integration_id)');
    this.addSql('create index oauth_attempt_expires_index on oauth_attempt (expires_at)');
    this.addUnique('oauth_attempt', 'oauth_attempt_state_unique', 'state_hash');

    this.addSql(`
      create table api_call (
        id text not null primary key,
        integration_id text not null,
        method text not null,
        endpoint text not null,
        status_code integer not null,
        duration_ms integer not null,
        attempt integer not null,
        error text null,
        sync_log_id text null,
        at bigint not null,
        constraint api_call_integration_id_foreign foreign key (integration_id) references integration (id) on update no action on delete cascade
      )
    `);
    this.addSql('create index api_call_integration_index on api_call (integration_id, id)');
    this.addSql('create index api_call_at_index on api_call (at)');

    this.addSql(`
      create table quota (
        integration_id text not null primary key,
        call_limit integer null,
        remaining integer null,
        resets_at bigint null,
        updated_at bigint not null,
        constraint quota_integration_id_foreign foreign key (integration_id) references integration (id) on update no action on delete cascade
      )
    `);

    this.addSql(`
      create table action_run (
        id text not null primary key,
        integration_id text not null,
        action text not null,
        idempotency_key text not null,
        input_hash text not null,
        output text null,
        problem text null,
        started_at bigint not null,
        finished_at bigint null,
        constraint action_run_integration_id_foreign foreign key (integration_id) references integration (id) on update no action on delete cascade
      )
    `);
    this.addSql('create index action_run_started_index on action_run (started_at)');
    this.addUnique('action_run', 'action_run_key_unique', 'integration_id, action, idempotency_key');

    this.addSql(`
      create table record (
        id text not null primary key,
        integration_id text not null,
        model text not null,
        external_id text not null,
        data text not null,
        hash text not null,
        revision integer not null,
        sequence bigint not null,
        first_seen_at bigint not null,
        changed_at bigint not null,
        deleted_at bigint null,
        constraint record_integration_id_foreign foreign key (integration_id) references integration (id) on update no action on delete cascade
      )
    `);
    this.addSql('create index record_sequence_index on record (integration_id, sequence)');
    this.addSql('create index record_model_sequence_index on record (integration_id, model, sequence)');
    this.addUnique('record', 'record_external_id_unique', 'integration_id, model, external_id');

    this.addSql(`
      create table record_feed (
        integration_id text not null primary key,
        last_sequence bigint not null,
        constraint record_feed_integration_id_foreign foreign key (integration_id) references integration (id) on update no action on delete cascade
      )
    `);

    this.addSql(`
      create table sync (
        id text not null primary key,
        integration_id text not null,
        model text not null,
        full_schedule text null,
        incremental_schedule text null,
        disabled_at bigint null,
        cursor text null,
        state text null,
        last_success_at bigint null,
        last_success_started_at bigint null,
        next_full_at bigint null,
        next_incremental_at bigint null,
        record_count integer not null,
        created_at bigint not null,
        constraint sync_integration_id_foreign foreign key (integration_id) references integration (id) on update no action on delete cascade
      )
    `);
    this.addSql('create index sync_next_full_index on sync (next_full_at)');
    this.addSql('create index sync_next_incremental_index on sync (next_incremental_at)');
    this.addUnique('sync', 'sync_integration_model_unique', 'integration_id, model');

    this.addSql(`
      create table sync_log (
        id text not null primary key,
        sync_id text not null,
        integration_id text not null,
        model text not null,
        kind text not null,
        trigger text not null,
        state text not null,
        queued_at bigint not null,
        started_at bigint null,
        finished_at bigint null,
        pages integer not null,
        api_calls integer not null,
        retries integer not null,
        added integer not null,
        updated integer not null,
        deleted integer not null,
        unchanged integer not null,
        problem text null,
        checkpoint text null,
        lease_token text null,
        leased_until bigint null,
        pauses integer not null,
        retry_at bigint null,
        woken_at bigint null,
        cancel_requested_at bigint null,
        mass_deletion_allowed_at bigint null,
        constraint sync_log_sync_id_foreign foreign key (sync_id) references sync (id) on update no action on delete cascade,
        constraint sync_log_integration_id_foreign foreign key (integration_id) references integration (id) on update no action on delete cascade
      )
    `);
    this.addSql('create index sync_log_integration_index on sync_log (integration_id, id)');
    this.addSql('create index sync_log_sync_index on sync_log (sync_id, id)');
    this.addSql('create index sync_log_state_index on sync_log (state, retry_at)');
    this.addSql(
      "create unique index sync_log_active_unique on sync_log (sync_id) where state in ('QUEUED', 'RUNNING', 'PAUSED')",
    );

    this.addSql(`
      create table sync_seen_page (
        sync_log_id text not null,
        page integer not null,
        external_ids text not null,
        primary key (sync_log_id, page),
        constraint sync_seen_page_sync_log_id_foreign foreign key (sync_log_id) references sync_log (id) on update no action on delete cascade
      )
    `);

    this.addSql(`
      create table health (
        integration_id text not null primary key,
        state text not null,
        calls integer not null,
        failures integer not null,
        p95_latency_ms integer null,
        last_success_at bigint null,
        last_failure_at bigint null,
        changed_at bigint not null,
        stale_at bigint null,
        constraint health_integration_id_foreign foreign key (integration_id) references integration (id) on update no action on delete cascade
      )
    `);
    this.addSql('create index health_stale_index on health (stale_at)');

    this.addSql(`
      create table health_bucket (
        integration_id text not null,
        bucket_at bigint not null,
        bin integer not null,
        calls integer not null,
        failures integer not null,
        primary key (integration_id, bucket_at, bin),
        constraint health_bucket_integration_id_foreign foreign key (integration_id) references integration (id) on update no action on delete cascade
      )
    `);
  }
}
