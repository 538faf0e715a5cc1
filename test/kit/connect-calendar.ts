import type { GoogleCalendarServer } from './google-calendar-server.js';
import { CookieJar, eventually, type Asking, type HubProcess } from './hub-process.js';

/** The hub, as a process or in this one. */
type Hub = Pick<HubProcess, 'get' | 'url'>;

/** Points the hub's Google Calendar at a server of the test. */
export async function configureCalendar(hub: Hub, calendar: GoogleCalendarServer): Promise<void> {
  const { configureProvider } = await hub.get<{ configureProvider: { userErrors: unknown[] } }>(
    `mutation ($input: ConfigureProviderInput!) { configureProvider(input: $input) { userErrors { message } } }`,
    {
      input: {
        providerId: 'google-calendar',
        clientId: calendar.authorization.clientId,
        clientSecret: calendar.authorization.clientSecret,
        endpoints: calendar.endpoints,
      },
    },
  );
  if (configureProvider.userErrors.length > 0) throw new Error(JSON.stringify(configureProvider.userErrors));
}

/** Walks through the consent as a person's browser does; gives the integration's id. */
export async function connectCalendar(hub: Hub, asking: Asking = {}): Promise<string> {
  const cookies = new CookieJar();
  const { startOAuth } = await hub.get<{
    startOAuth: { authorizationUrl: string | null; userErrors: { message: string }[] };
  }>(
    `mutation { startOAuth(input: { providerId: "google-calendar" }) { authorizationUrl userErrors { message } } }`,
    {},
    { ...asking, cookies },
  );
  if (startOAuth.authorizationUrl === null) throw new Error(JSON.stringify(startOAuth.userErrors));
  const consent = await fetch(startOAuth.authorizationUrl, { redirect: 'manual' });
  const callback = await fetch(consent.headers.get('location') as string, {
    redirect: 'manual',
    headers: cookies.header(),
  });
  const back = new URL(callback.headers.get('location') as string, hub.url);
  if (back.searchParams.get('status') !== 'connected') throw new Error(`Not connected: ${back.search}`);
  return back.searchParams.get('integrationId') as string;
}

export interface LogView {
  id: string;
  model: string;
  kind: string;
  state: string;
  pages: number;
  apiCalls: number;
  added: number;
  updated: number;
  deleted: number;
  unchanged: number;
  problem: { code: string; message: string } | null;
}

const LATEST_LOGS = `query ($id: ID!) {
  integration(id: $id) {
    syncs { model }
    syncLogs(first: 20) {
      nodes { id model kind state pages apiCalls added updated deleted unchanged problem { code message } }
    }
  }
}`;

/** Read beside the events; tests of a calendar account look at the runs of these. */
const BESIDE = 'GoogleCalendar';

interface LatestLogs {
  integration: { syncs: { model: string }[]; syncLogs: { nodes: LogView[] } } | null;
}

/** The latest run, but of the list of calendars, once it is over and nothing else is under way. */
export async function lastRun(hub: Hub, integrationId: string, asking: Asking = {}): Promise<LogView> {
  let last: LogView | null = null;
  await eventually(
    async () => {
      const { integration } = await hub.get<LatestLogs>(LATEST_LOGS, { id: integrationId }, asking);
      const logs = integration?.syncLogs.nodes ?? [];
      last = logs.find(({ model }) => model !== BESIDE) ?? null;
      if (last === null || !['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(last.state)) return false;
      return logs.every(({ model, state }) => model !== BESIDE || !['QUEUED', 'RUNNING'].includes(state));
    },
    'the run to end',
    60_000,
  );
  return last as unknown as LogView;
}

/** Starts a run of each model by hand, but of the list of calendars, and waits for the end. */
export async function syncNow(
  hub: Hub,
  integrationId: string,
  kind: 'FULL' | 'INCREMENTAL' = 'FULL',
  asking: Asking = {},
): Promise<LogView> {
  const { integration } = await hub.get<LatestLogs>(LATEST_LOGS, { id: integrationId }, asking);
  const models = integration?.syncs.map(({ model }) => model).filter((model) => model !== BESIDE);
  await hub.get(
    `mutation ($input: TriggerSyncInput!) { triggerSync(input: $input) { syncLogs { id } userErrors { message } } }`,
    { input: { integrationId, kind, models } },
    asking,
  );
  return lastRun(hub, integrationId, asking);
}
