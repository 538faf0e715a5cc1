import DataLoader from 'dataloader';
import type { Row } from '../tables.js';
import type { Viewer } from '../viewer/viewer.js';
import type { WebhookPayload } from './webhook-payload.js';
import type { Webhooks } from './webhooks.js';

export type WebhookPayloadLoader = DataLoader<Row<'webhook_event'>, WebhookPayload, string>;

/** Payloads of events, opened together: that the viewer reads them is written by one statement. */
export function webhookPayloadLoader(webhooks: Pick<Webhooks, 'payloadsOf'>, viewer: Viewer): WebhookPayloadLoader {
  return new DataLoader((events) => webhooks.payloadsOf(events, viewer), { cacheKeyFn: ({ id }) => id });
}
