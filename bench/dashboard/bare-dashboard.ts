import BetterSqlite3 from 'better-sqlite3';
import { providers } from '../../src/providers/index.js';

const INTEGRATIONS = 'select * from integration order by id desc limit ?';
const COUNT = 'select count(*) as count from integration';
const CONFIGS = 'select provider_id, scopes from provider_config where provider_id in (select value from json_each(?))';
const HEALTH = 'select * from health where integration_id in (select value from json_each(?))';
const QUOTAS = 'select * from quota where integration_id in (select value from json_each(?))';
const SYNCS = 'select * from sync where integration_id in (select value from json_each(?)) order by model';
const LAST_RUNS = `
  select * from sync_log where id in (
    select (select max(id) from sync_log where integration_id = value) from json_each(?)
  )`;

type Row = Record<string, string | number | null>;

/**
 * The dashboard query as someone would write it by hand for this one answer: seven prepared statements
 * and object literals. It asks nobody who they are, and knows no other question.
 */
export function bareDashboard(path: string, first: number): () => unknown {
  const database = new BetterSqlite3(path, { readonly: true });
  database.pragma('cache_size = -65536');
  const [integrations, counts, configs, health, quotas, syncs, lastRuns] = [
    INTEGRATIONS,
    COUNT,
    CONFIGS,
    HEALTH,
    QUOTAS,
    SYNCS,
    LAST_RUNS,
  ].map((text) => database.prepare<unknown[], Row>(text)) as Statements;

  return () => {
    const found = integrations.all(first + 1);
    const rows = found.slice(0, first);
    const ids = JSON.stringify(rows.map((row) => row.id));
    const providerIds = JSON.stringify([...new Set(rows.map((row) => row.provider_id))]);
    const scopesOf = new Map(configs.all(providerIds).map((row) => [row.provider_id, row.scopes]));
    const healthRows = byIntegration(health.all(ids));
    const quotaRows = byIntegration(quotas.all(ids));
    const runRows = byIntegration(lastRuns.all(ids));
    const syncsOf = Map.groupBy(syncs.all(ids), (row) => row.integration_id as string);
    const nodes = rows.map((row) => {
      const id = row.id as string;
      const stored = scopesOf.get(row.provider_id);
      return nodeOf(row, stored, healthRows.get(id), quotaRows.get(id), runRows.get(id), syncsOf.get(id) ?? []);
    });
    const last = rows.at(-1)?.id;
    const endCursor =
      last === undefined ? null : Buffer.from(JSON.stringify(['integrations:newest', last])).toString('base64url');
    return {
      data: {
        integrations: {
          totalCount: counts.get()?.count,
          pageInfo: { hasNextPage: found.length > first, endCursor },
          nodes,
        },
      },
    };
  };
}

type Statement = BetterSqlite3.Statement<unknown[], Row>;
type Statements = [Statement, Statement, Statement, Statement, Statement, Statement, Statement];

const shown = new Map(
  providers.map(({ id, name, category, auth }) => {
    const scopes = auth.flatMap((one) => (one.method === 'OAUTH2' ? one.scopes.map((scope) => scope.name) : []));
    return [id, { view: { id, name, category }, scopes }];
  }),
);

function nodeOf(
  row: Row,
  storedScopes: Row[string] | undefined,
  health: Row | undefined,
  quota: Row | undefined,
  run: Row | undefined,
  syncs: readonly Row[],
) {
  const provider = shown.get(row.provider_id as string);
  const wanted: string[] = storedScopes ? JSON.parse(storedScopes as string) : (provider?.scopes ?? []);
  const granted = new Set<string>(JSON.parse(row.granted_scopes as string));
  return {
    id: row.id,
    accountLabel: row.account_label,
    createdAt: time(row.created_at),
    provider: provider?.view,
    connectionStatus: {
      state: row.state,
      connected: row.state === 'CONNECTED',
      since: time(row.state_since),
      syncInProgress: syncs.some(({ state }) => state === 'QUEUED' || state === 'RUNNING' || state === 'PAUSED'),
      lastSyncAt: time(row.last_sync_at),
      nextSyncAt: time(earliest(syncs.flatMap((sync) => [sync.next_full_at, sync.next_incremental_at]))),
      missingScopes: wanted.filter((scope) => !granted.has(scope)),
      problem: problemOf(row),
    },
    health: health === undefined ? null : healthOf(health),
    quota: {
      limit: quota?.call_limit ?? null,
      remaining: quota?.remaining ?? null,
      resetsAt: time(quota?.resets_at ?? null),
      queuedCalls: 0,
    },
    lastSyncLog: run === undefined ? null : runOf(run),
    syncs: syncs.map((sync) => ({
      id: sync.id,
      model: sync.model,
      enabled: sync.disabled_at === null,
      state: sync.state,
      lastSuccessAt: time(sync.last_success_at),
      nextRunAt: time(earliest([sync.next_full_at, sync.next_incremental_at])),
      recordCount: sync.record_count,
    })),
  };
}

function problemOf(row: Row) {
  if (row.problem === null) return null;
  const { code, message, retryAt } = JSON.parse(row.problem as string);
  const reconnectUrl = row.state === 'REAUTHORIZATION_REQUIRED' ? `/?reconnect=${row.id}` : null;
  return { code, message, retryAt: time(retryAt), reconnectUrl };
}

function healthOf(row: Row) {
  const [calls, failures] = [row.calls as number, row.failures as number];
  return {
    state: row.state,
    errorRate24h: failures / calls,
    calls24h: calls,
    p95LatencyMs: row.p95_latency_ms,
    reason:
      failures === 0
        ? `All ${calls} calls of the last 24 hours succeeded.`
        : `${failures} of ${calls} calls failed in the last 24 hours (${((failures / calls) * 100).toFixed(1)} %); from 1 % on an integration counts as degraded.`,
  };
}

function runOf(row: Row) {
  return {
    id: row.id,
    model: row.model,
    kind: row.kind,
    state: row.state,
    startedAt: time(row.started_at),
    finishedAt: time(row.finished_at),
    added: row.added,
    updated: row.updated,
    deleted: row.deleted,
    unchanged: row.unchanged,
    problem: row.problem === null ? null : { message: JSON.parse(row.problem as string).message },
  };
}

function byIntegration(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.integration_id as string, row]));
}

function earliest(times: readonly (Row[string] | undefined)[]): number | null {
  const known = times.filter((one) => typeof one === 'number');
  return known.length === 0 ? null : Math.min(...known);
}

function time(ms: Row[string] | undefined): string | null {
  return typeof ms === 'number' ? new Date(ms).toISOString() : null;
}
