import type { Client } from 'urql';
import {
  PageCancelSyncDocument,
  PageDisconnectIntegrationDocument,
  PageStartOAuthDocument,
  PageTriggerSyncDocument,
  type PageIntegrationFragment,
  type PageSyncLogFragment,
} from '../gql/graphql.js';
import { Failure } from '../graphql/failure.js';
import { change } from '../graphql/graphql-client.js';
import { integrationName, modelWords } from '../integrations/integration-words.js';
import type { Notify } from '../notices/notice.js';
import type { DashboardStore } from './dashboard-store.js';

/** What a person can do at the page. Each resolves when it is done, and says itself how it went. */
export interface DashboardActions {
  /** Leaves for the provider's consent page; for an integration that exists, to connect it again. */
  connect(providerId: string, integrationId?: string): Promise<void>;
  syncNow(integration: PageIntegrationFragment): Promise<void>;
  cancel(run: PageSyncLogFragment): Promise<void>;
  disconnect(integration: PageIntegrationFragment, deleteRecords: boolean): Promise<void>;
}

export function createDashboardActions(client: Client, store: DashboardStore, notify: Notify): DashboardActions {
  const act = async (work: () => Promise<string | null>): Promise<void> => {
    try {
      const said = await work();
      if (said !== null) notify('done', said);
    } catch (error) {
      notify('failed', (error as Error).message);
    }
  };
  return {
    connect: (providerId, integrationId) => act(() => connect(client, providerId, integrationId)),
    syncNow: (integration) => act(() => syncNow(client, store, integration)),
    cancel: (run) => act(() => cancel(client, store, run)),
    disconnect: (integration, deleteRecords) => act(() => disconnect(client, store, integration, deleteRecords)),
  };
}

async function connect(client: Client, providerId: string, integrationId: string | undefined): Promise<null> {
  const input = { providerId, integrationId, returnUrl: `${location.origin}/` };
  const { authorizationUrl } = await change(client, PageStartOAuthDocument, { input }, (data) => data.startOAuth);
  if (authorizationUrl === null) throw new Failure('The hub did not say where to give consent. Try again.');
  location.assign(authorizationUrl);
  return null;
}

async function syncNow(client: Client, store: DashboardStore, integration: PageIntegrationFragment): Promise<string> {
  const input = { integrationId: integration.id };
  const { syncLogs } = await change(client, PageTriggerSyncDocument, { input }, (data) => data.triggerSync);
  for (const log of syncLogs) store.apply({ kind: 'sync', log });
  return `Syncing ${integrationName(integration)}.`;
}

async function cancel(client: Client, store: DashboardStore, run: PageSyncLogFragment): Promise<string> {
  const input = { syncLogId: run.id };
  const { syncLog } = await change(client, PageCancelSyncDocument, { input }, (data) => data.cancelSync);
  if (syncLog !== null) store.apply({ kind: 'sync', log: syncLog });
  return `The sync of ${modelWords(run.model)} is being cancelled. What it has read so far stays.`;
}

async function disconnect(
  client: Client,
  store: DashboardStore,
  integration: PageIntegrationFragment,
  deleteRecords: boolean,
): Promise<string> {
  const input = { integrationId: integration.id, deleteRecords };
  const payload = await change(
    client,
    PageDisconnectIntegrationDocument,
    { input },
    (data) => data.disconnectIntegration,
  );
  if (payload.integration !== null) store.apply({ kind: 'integration', integration: payload.integration });
  const records = deleteRecords ? 'What was synced is deleted.' : 'What was synced is kept.';
  return `${integrationName(integration)} is disconnected. ${records}`;
}
