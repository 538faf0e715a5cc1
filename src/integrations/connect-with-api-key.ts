import { HubError } from '../platform/errors/hub-error.js';
import type { Account, ProviderDefinition } from '../providers/provider.js';
import type { Row } from '../tables.js';
import { atField } from './at-field.js';
import { offersApiKey } from './auth-methods.js';
import type { Asker } from './connections.js';
import type { ApiKeyCredentials, Credentials } from './credentials.js';
import { findIntegrationOf } from './find-integration.js';
import type { GrantStore } from './grant-store.js';
import type { ProviderCatalog } from './provider-catalog.js';
import type { ProviderSettings } from './provider-settings.js';
import { requireEnabled } from './require-enabled.js';

export interface ApiKeyRequest {
  providerId: string;
  apiKey: string;
  apiSecret?: string | null;
  /** To replace the key of this one. */
  integrationId?: string | null;
}

interface Means {
  catalog: ProviderCatalog;
  grants: GrantStore;
  identify(provider: ProviderDefinition, credentials: Credentials, settings: ProviderSettings): Promise<Account>;
}

const MAX_KEY_LENGTH = 4_000;

/** Links an account by a key that its owner pasted. */
export class ConnectWithApiKey {
  constructor(private readonly means: Means) {}

  async run({ viewer, read }: Asker, request: ApiKeyRequest): Promise<Row<'integration'>> {
    const { provider, settings } = await atField(['input', 'providerId'], () => this.offering(request.providerId));
    const credentials = credentialsOf(request);
    const known = request.integrationId ? await findIntegrationOf(provider, read, request.integrationId) : null;
    const account = await this.prove(provider, credentials, settings);
    return atField(['input', 'integrationId'], () =>
      this.means.grants.store({ provider, account, credentials, owner: viewer, integrationId: known?.id ?? null }),
    );
  }

  private async offering(providerId: string) {
    const provider = this.means.catalog.get(providerId);
    const settings = await this.means.catalog.settings(providerId);
    requireEnabled(provider, settings);
    if (offersApiKey(provider)) return { provider, settings };
    throw new HubError(
      'BAD_INPUT',
      `${provider.name} is connected by signing in there, not with an API key. Use startOAuth.`,
    );
  }

  /** One call with the key, before it is kept. */
  private async prove(
    provider: ProviderDefinition,
    credentials: ApiKeyCredentials,
    settings: ProviderSettings,
  ): Promise<Account> {
    try {
      return await this.means.identify(provider, credentials, settings);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      throw new HubError(
        'PROVIDER_REJECTED',
        `${provider.name} does not accept this key. Copy it again, whole, and check that it is active and may read the account.`,
        { cause: error, field: ['input', 'apiKey'], status: error.status },
      );
    }
  }
}

function isRefusal(error: unknown): error is HubError {
  return error instanceof HubError && (error.code === 'REAUTHORIZATION_REQUIRED' || error.code === 'PROVIDER_REJECTED');
}

function credentialsOf({ apiKey, apiSecret }: ApiKeyRequest): ApiKeyCredentials {
  const secret = apiSecret?.trim() ?? '';
  return {
    method: 'API_KEY',
    apiKey: checkKey(apiKey.trim(), 'apiKey'),
    apiSecret: secret === '' ? null : checkKey(secret, 'apiSecret'),
  };
}

/** Printable ASCII, as it becomes part of an HTTP header. */
function checkKey(key: string, name: string): string {
  if (key.length <= MAX_KEY_LENGTH && /^[\x20-\x7e]+$/.test(key)) return key;
  const message =
    key === ''
      ? `${name} is empty; paste the key.`
      : `${name} is no API key: a key is one line of at most ${MAX_KEY_LENGTH} plain characters.`;
  throw new HubError('BAD_INPUT', message, { field: ['input', name] });
}
