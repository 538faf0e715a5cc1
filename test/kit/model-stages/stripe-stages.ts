import { StripeServer } from '../stripe-server.js';
import type { ModelStage } from './model-stage.js';

/** @param object Stripe's own name of the kind. */
export async function stripeObjects(object: string): Promise<ModelStage> {
  const server = await StripeServer.start();
  for (let number = 1; number <= 110; number += 1) server.store.put(object, `id_${number}`, fieldsOf(object));
  const isKept = object === 'subscription';
  return {
    apiUrl: server.apiUrl,
    apiKey: server.key,
    ids: () => server.store.listed(object).map(({ id }) => id),
    add: () => server.store.put(object, 'id_added', fieldsOf(object)),
    change: () => server.store.put(object, 'id_2', { metadata: { changed: 'yes' } }),
    // Stripe keeps a subscription that was cancelled.
    ...(!isKept && { remove: () => server.store.delete('id_3') }),
    removedBy: 'INCREMENTAL',
    pagePath: new RegExp(`/${object}s$`),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function fieldsOf(object: string): object {
  return ['invoice', 'subscription'].includes(object) ? { status: object === 'invoice' ? 'draft' : 'active' } : {};
}
