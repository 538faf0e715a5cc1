import { describe, expect, it } from 'vitest';
import { dashboardOf, isUnderWay, withChange, type Dashboard } from '../../../src/web/dashboard/dashboard-state.js';
import type {
  PageDashboardQuery,
  PageIntegrationFragment,
  PageSyncFragment,
  PageSyncLogFragment,
} from '../../../src/web/gql/graphql.js';

const sync: PageSyncFragment = {
  id: 'sync_1',
  model: 'CalendarEvent',
  enabled: true,
  state: 'RUNNING',
  recordCount: 0,
  lastSuccessAt: null,
  nextRunAt: null,
};

const integration: PageIntegrationFragment = {
  id: 'int_1',
  tenantId: 'acme',
  userId: 'ada',
  accountLabel: 'ada@acme.test',
  createdAt: '2026-01-01T00:00:00.000Z',
  provider: { id: 'google-calendar', name: 'Google Calendar' },
  connectionStatus: {
    state: 'CONNECTED',
    since: '2026-01-01T00:00:00.000Z',
    syncInProgress: true,
    lastSyncAt: null,
    nextSyncAt: null,
    missingScopes: [],
    problem: null,
  },
  health: { state: 'UNKNOWN', reason: 'No calls yet.', changedAt: '2026-01-01T00:00:00.000Z' },
  syncs: [sync],
};

const run: PageSyncLogFragment = {
  id: 'slog_1',
  model: 'CalendarEvent',
  kind: 'FULL',
  state: 'RUNNING',
  queuedAt: '2026-01-01T00:00:00.000Z',
  startedAt: '2026-01-01T00:00:01.000Z',
  finishedAt: null,
  pages: 1,
  added: 250,
  updated: 0,
  deleted: 0,
  unchanged: 0,
  integration: { id: 'int_1' },
  sync: { ...sync, recordCount: 250 },
  problem: null,
};

const ended: PageSyncLogFragment = { ...run, state: 'SUCCEEDED', finishedAt: '2026-01-01T00:01:00.000Z', pages: 2 };

const dashboard: Dashboard = { providers: [], integrations: [integration], latestRuns: new Map(), after: null };

function pageOf(nodes: PageIntegrationFragment[], endCursor: string | null = null): PageDashboardQuery {
  return {
    integrations: { nodes, pageInfo: { hasNextPage: endCursor !== null, endCursor } },
    syncLogs: { nodes: [run] },
    providers: { nodes: [] },
    others: { nodes: [] },
  };
}

describe('what the page shows', () => {
  it('puts pages together and shows an integration once that moved between them', () => {
    const shown = dashboardOf(
      [pageOf([integration], 'c1'), pageOf([integration, { ...integration, id: 'int_2' }])],
      null,
    );

    expect(shown.integrations.map(({ id }) => id)).toEqual(['int_1', 'int_2']);
    expect(shown.after).toBeNull();
  });

  it('adds an integration that was connected elsewhere', () => {
    const shown = withChange(dashboard, { kind: 'integration', integration: { ...integration, id: 'int_2' } });

    expect(shown.integrations.map(({ id }) => id)).toEqual(['int_2', 'int_1']);
  });

  it('leaves an unknown integration to its own page where not all are shown', () => {
    const shown = withChange(
      { ...dashboard, after: 'c1' },
      { kind: 'integration', integration: { ...integration, id: 'int_2' } },
    );

    expect(shown.integrations).toEqual([integration]);
  });

  it('shows the progress and the count of a run', () => {
    const shown = withChange(dashboard, { kind: 'sync', log: run });

    expect(shown.integrations[0]?.syncs[0]?.recordCount).toBe(250);
    expect(isUnderWay(shown.latestRuns.get('sync_1'))).toBe(true);
  });

  it('does not begin a run again that is over', () => {
    const over = withChange(dashboard, { kind: 'sync', log: ended });

    const shown = withChange(over, { kind: 'sync', log: run });

    expect(shown.latestRuns.get('sync_1')).toEqual(ended);
  });

  it('does not go back from a newer run to an older one', () => {
    const newer = withChange(dashboard, {
      kind: 'sync',
      log: { ...run, id: 'slog_2', queuedAt: '2026-01-02T00:00:00.000Z' },
    });

    const shown = withChange(newer, { kind: 'sync', log: ended });

    expect(shown.latestRuns.get('sync_1')?.id).toBe('slog_2');
  });

  it('takes the health and the counts of the integration that an event names, and leaves the others', () => {
    const other = { ...integration, id: 'int_2' };
    const health = { state: 'DOWN', reason: 'Every call fails.', changedAt: '2026-01-01T00:00:00.000Z' } as const;

    const shown = [
      { kind: 'health', integrationId: 'int_1', health } as const,
      { kind: 'syncs', integrationId: 'int_1', syncs: [{ ...sync, recordCount: 7 }] } as const,
    ].reduce(withChange, { ...dashboard, integrations: [integration, other] });

    expect(shown.integrations[0]).toMatchObject({ health, syncs: [{ recordCount: 7 }] });
    expect(shown.integrations[1]).toBe(other);
  });
});
