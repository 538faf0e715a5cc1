import type {
  PageDashboardQuery,
  PageHealthFragment,
  PageIntegrationFragment,
  PageProviderFragment,
  PageSyncFragment,
  PageSyncLogFragment,
} from '../gql/graphql.js';

export type PageProvider = PageProviderFragment;

/** What the page shows. */
export interface Dashboard {
  providers: readonly PageProvider[];
  integrations: readonly PageIntegrationFragment[];
  /** The latest run that is known of each sync, by the sync's id. */
  latestRuns: ReadonlyMap<string, PageSyncLogFragment>;
  /** Pass as `after` to read the integrations that are not here yet; null where all are. */
  after: string | null;
}

export type DashboardChange =
  | { kind: 'integration'; integration: PageIntegrationFragment }
  | { kind: 'health'; integrationId: string; health: PageHealthFragment }
  | { kind: 'sync'; log: PageSyncLogFragment }
  | { kind: 'syncs'; integrationId: string; syncs: readonly PageSyncFragment[] };

/** Puts pages of integrations, read one after another, together with what is known of runs. */
export function dashboardOf(pages: readonly PageDashboardQuery[], before: Dashboard | null): Dashboard {
  const last = pages.at(-1);
  const logs = pages.flatMap(({ syncLogs }) => syncLogs.nodes);
  return {
    providers: [...(pages[0]?.providers.nodes ?? []), ...(pages[0]?.others.nodes ?? [])],
    integrations: unique(pages.flatMap(({ integrations }) => integrations.nodes)),
    latestRuns: logs.reduce(withRun, before?.latestRuns ?? new Map()),
    after: last?.integrations.pageInfo.hasNextPage ? last.integrations.pageInfo.endCursor : null,
  };
}

/** The dashboard after a live event. The same object where the event says nothing new about what is shown. */
export function withChange(dashboard: Dashboard, change: DashboardChange): Dashboard {
  if (change.kind === 'integration') return withIntegration(dashboard, change.integration);
  if (change.kind === 'health') {
    return update(dashboard, change.integrationId, (one) => ({ ...one, health: change.health }));
  }
  if (change.kind === 'syncs') {
    return update(dashboard, change.integrationId, (one) => ({ ...one, syncs: [...change.syncs] }));
  }
  return withSync({ ...dashboard, latestRuns: withRun(dashboard.latestRuns, change.log) }, change.log);
}

/** A run that is neither over nor forgotten. */
export function isUnderWay(log: PageSyncLogFragment | undefined): log is PageSyncLogFragment {
  return log !== undefined && log.finishedAt === null;
}

function withIntegration(dashboard: Dashboard, integration: PageIntegrationFragment): Dashboard {
  if (dashboard.integrations.some(({ id }) => id === integration.id)) {
    return update(dashboard, integration.id, () => integration);
  }
  // Where not all are shown, an unknown one may belong further down.
  if (dashboard.after !== null) return dashboard;
  return { ...dashboard, integrations: [integration, ...dashboard.integrations] };
}

function withSync(dashboard: Dashboard, log: PageSyncLogFragment): Dashboard {
  return update(dashboard, log.integration.id, (one) => ({
    ...one,
    syncs: one.syncs.some(({ id }) => id === log.sync.id)
      ? one.syncs.map((sync) => (sync.id === log.sync.id ? log.sync : sync))
      : [...one.syncs, log.sync],
  }));
}

function update(
  dashboard: Dashboard,
  integrationId: string,
  change: (one: PageIntegrationFragment) => PageIntegrationFragment,
): Dashboard {
  if (!dashboard.integrations.some(({ id }) => id === integrationId)) return dashboard;
  const integrations = dashboard.integrations.map((one) => (one.id === integrationId ? change(one) : one));
  return { ...dashboard, integrations };
}

/** Keeps the newest run of each sync; a run that is over does not begin again. */
function withRun(
  runs: ReadonlyMap<string, PageSyncLogFragment>,
  log: PageSyncLogFragment,
): ReadonlyMap<string, PageSyncLogFragment> {
  const known = runs.get(log.sync.id);
  const isOld =
    known !== undefined &&
    (known.id === log.id ? known.finishedAt !== null && log.finishedAt === null : known.queuedAt > log.queuedAt);
  return isOld ? runs : new Map(runs).set(log.sync.id, log);
}

function unique(integrations: readonly PageIntegrationFragment[]): PageIntegrationFragment[] {
  return [...new Map(integrations.map((one) => [one.id, one])).values()];
}
