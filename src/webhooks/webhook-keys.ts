import type { WebhookKey } from '../platform/signatures/signature-scheme.js';
import type { Sealer } from '../platform/sealing/sealer.js';
import type { Db } from '../tables.js';
import { activeSecrets } from './active-secrets.js';
import { subscriptionSecretPlace } from './subscriptions/subscription-secret.js';

export interface WebhookKeysDependencies {
  db: Db;
  sealer: Sealer;
  /** The webhook secret in force for a provider. */
  secretOf(providerId: string): Promise<string | null>;
  clock: () => number;
}

/** How long a secret counts that was taken back. */
const CACHE_MS = 1_000;

/** What may have signed a delivery: the provider's secrets, and those of the integration's own subscriptions. */
export class WebhookKeys {
  private readonly cache = new Map<string, { keys: Promise<readonly WebhookKey[]>; freshUntil: number }>();

  constructor(private readonly deps: WebhookKeysDependencies) {}

  /** @param integrationId of the address that was delivered to; null for the provider's own. */
  of(providerId: string, integrationId: string | null): Promise<readonly WebhookKey[]> {
    const now = this.deps.clock();
    const place = `${providerId}/${integrationId ?? ''}`;
    const known = this.cache.get(place);
    if (known !== undefined && now < known.freshUntil) return known.keys;
    if (this.cache.size > 10_000) this.cache.clear();
    const keys = this.read(providerId, integrationId);
    this.cache.set(place, { keys, freshUntil: now + CACHE_MS });
    // A read that failed is not remembered.
    keys.catch(() => this.cache.delete(place));
    return keys;
  }

  /** After a subscription was made: its first delivery may come at once. */
  forget(): void {
    this.cache.clear();
  }

  private async read(providerId: string, integrationId: string | null): Promise<WebhookKey[]> {
    const secrets = activeSecrets(await this.deps.secretOf(providerId));
    const own = integrationId === null ? [] : await this.subscriptionKeys(integrationId);
    return [...secrets.map((secret) => ({ secret })), ...own];
  }

  private async subscriptionKeys(integrationId: string): Promise<WebhookKey[]> {
    const subscriptions = await this.deps.db
      .selectFrom('webhook_subscription')
      .select(['id', 'externalId', 'resource', 'sealedSecret'])
      .where('integrationId', '=', integrationId)
      .execute();
    return Promise.all(
      subscriptions.map(async ({ id, externalId, resource, sealedSecret }) => ({
        secret: await this.deps.sealer.open(subscriptionSecretPlace(id), sealedSecret),
        // Until the provider answered, it is known by the id that the hub chose.
        subscription: { externalId: externalId ?? id, resource },
      })),
    );
  }
}
