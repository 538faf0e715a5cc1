import type { calendar_v3 } from '@googleapis/calendar';
import type { ApiContext } from '../provider.js';

/** The SDK's client. It loads with the first call: it is large, and the hub should answer before it is read. */
export type GoogleCalendarApi = () => Promise<calendar_v3.Calendar>;

/** Google's official SDK over the integration's fetch, its own retries off. */
export function createGoogleCalendarApi({ fetch, apiUrl }: ApiContext): GoogleCalendarApi {
  let client: Promise<calendar_v3.Calendar> | undefined;
  return () => (client ??= load(fetch, apiUrl));
}

async function load(fetch: ApiContext['fetch'], rootUrl: string): Promise<calendar_v3.Calendar> {
  const { calendar } = await import('@googleapis/calendar');
  return calendar({ version: 'v3', rootUrl, fetchImplementation: fetch, retry: false });
}
