import type { WebClient } from '@slack/web-api';
import type { ApiContext } from '../provider.js';

/** The SDK's client. It loads with the first call: the hub should answer before it is read. */
export type SlackApi = () => Promise<WebClient>;

/**
 * Slack's official SDK, its own retries and waits off.
 * @param token Only where the fetch adds none: the integration's does.
 */
export function createSlackApi({ fetch, apiUrl }: ApiContext, token?: string): SlackApi {
  let client: Promise<WebClient> | undefined;
  return () => (client ??= load(fetch, apiUrl, token));
}

async function load(fetch: ApiContext['fetch'], slackApiUrl: string, token?: string): Promise<WebClient> {
  const { LogLevel, WebClient } = await import('@slack/web-api');
  return new WebClient(token, {
    slackApiUrl,
    fetch: (url, init) => fetch(url, init),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    // What fails is logged by the hub.
    logLevel: LogLevel.ERROR,
  });
}
