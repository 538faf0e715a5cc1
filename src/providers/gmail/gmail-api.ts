import type { gmail_v1 } from '@googleapis/gmail';
import type { ApiContext } from '../provider.js';

/** The SDK's client. It loads with the first call: it is large, and the hub should answer before it is read. */
export type GmailApi = () => Promise<gmail_v1.Gmail>;

/** Google's official SDK over the integration's fetch, its own retries off. */
export function createGmailApi({ fetch, apiUrl }: ApiContext): GmailApi {
  let client: Promise<gmail_v1.Gmail> | undefined;
  return () => (client ??= load(fetch, apiUrl));
}

async function load(fetch: ApiContext['fetch'], rootUrl: string): Promise<gmail_v1.Gmail> {
  const { gmail } = await import('@googleapis/gmail');
  return gmail({ version: 'v1', rootUrl, fetchImplementation: fetch, retry: false });
}
