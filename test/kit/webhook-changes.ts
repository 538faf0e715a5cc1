import type { Delivery } from '../../src/platform/signatures/signature-scheme.js';
import type { ProviderDefinition, WebhookChange } from '../../src/providers/provider.js';

/** What a delivery changes for an account, without the hub that would store it. */
export async function changesOf(
  provider: ProviderDefinition,
  delivery: Pick<Delivery, 'headers' | 'body'>,
  externalId: string | null = null,
): Promise<WebhookChange[]> {
  const { webhook } = provider;
  const reading = webhook?.read({ ...delivery, url: 'https://hub.example/' });
  if (webhook === undefined || reading?.kind !== 'EVENT') throw new Error('this is no event');
  const { headers, body } = delivery;
  const changes: WebhookChange[] = [];
  for await (const change of webhook.changes({
    event: { type: reading.type, headers, body, receivedAt: Date.now() },
    account: { externalId },
    api: () => Promise.reject(new Error('the event says everything')),
    signal: new AbortController().signal,
  })) {
    changes.push(change);
  }
  return changes;
}
