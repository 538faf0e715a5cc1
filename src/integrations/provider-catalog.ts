import type { ProviderEnvironment } from '../config.js';
import { HubError } from '../platform/errors/hub-error.js';
import type { Sealer } from '../platform/sealing/sealer.js';
import type { ModelDefinition, ProviderDefinition } from '../providers/provider.js';
import type { Db, Row } from '../tables.js';
import { hasOwnClient, publicSettingsOf, secretPlace } from './effective-settings.js';
import type { ProviderSettings, PublicSettings } from './provider-settings.js';
import { storeProviderConfig, type ProviderConfiguration } from './store-provider-config.js';

export interface ProviderCatalogOptions {
  definitions: readonly ProviderDefinition[];
  environment: ReadonlyMap<string, ProviderEnvironment>;
  db: Db;
  sealer: Sealer;
  /** Without a trailing slash. */
  publicUrl: string;
  /** Whether endpoints may be plain http, loopback or private. */
  allowPrivateEndpoints: boolean;
  clock?: () => number;
}

type StoredConfigs = ReadonlyMap<string, Row<'provider_config'>>;

/** How long another process may not yet see what an operator stored. */
const CACHE_MS = 1_000;

/** The providers of this hub, and what is in force for each. */
export class ProviderCatalog {
  readonly publicUrl: string;
  private readonly byId: ReadonlyMap<string, ProviderDefinition>;
  private readonly clock: () => number;
  private cache: { stored: Promise<StoredConfigs>; freshUntil: number } | null = null;

  constructor(private readonly options: ProviderCatalogOptions) {
    this.publicUrl = options.publicUrl;
    this.byId = new Map(options.definitions.map((definition) => [definition.id, definition]));
    this.clock = options.clock ?? Date.now;
  }

  list(): readonly ProviderDefinition[] {
    return this.options.definitions;
  }

  find(id: string): ProviderDefinition | null {
    return this.byId.get(id) ?? null;
  }

  /** @throws HubError NOT_FOUND when there is none of that id. */
  get(id: string): ProviderDefinition {
    const provider = this.find(id);
    if (provider !== null) return provider;
    const known = [...this.byId.keys()].join(', ');
    throw new HubError('NOT_FOUND', `There is no provider "${id.slice(0, 60)}"; known are ${known}.`);
  }

  /** @throws HubError NOT_FOUND when there is no such provider, or it has no model of that name. */
  modelOf(providerId: string, name: string): ModelDefinition {
    const provider = this.get(providerId);
    const model = provider.models.find((candidate) => candidate.name === name);
    if (model !== undefined) return model;
    const known = provider.models.map((candidate) => candidate.name).join(', ');
    throw new HubError('NOT_FOUND', `${provider.name} has no model "${name.slice(0, 60)}"; known are ${known}.`);
  }

  /**
   * What is in force for a provider, its secrets opened.
   * @throws HubError NOT_FOUND when there is none of that id.
   */
  async settings(id: string): Promise<ProviderSettings> {
    const provider = this.get(id);
    const stored = (await this.stored()).get(id);
    const environment = this.options.environment.get(id);
    const [clientSecret, webhookSecret] = await Promise.all([
      hasOwnClient(stored) ? this.open(id, 'client_secret', stored.sealedClientSecret) : environment?.clientSecret,
      this.open(id, 'webhook_secret', stored?.sealedWebhookSecret),
    ]);
    return {
      ...publicSettingsOf(provider, stored, environment),
      clientSecret: clientSecret ?? null,
      webhookSecret: webhookSecret ?? environment?.webhookSecret ?? null,
    };
  }

  /** The same for all providers, without secrets, in one statement. */
  async settingsOfAll(): Promise<ReadonlyMap<string, PublicSettings>> {
    const stored = await this.stored();
    return new Map(
      this.list().map((provider) => [
        provider.id,
        publicSettingsOf(provider, stored.get(provider.id), this.options.environment.get(provider.id)),
      ]),
    );
  }

  /** Ids of the providers that an operator has switched off. */
  async switchedOff(): Promise<string[]> {
    return [...(await this.settingsOfAll())].flatMap(([id, { enabled }]) => (enabled ? [] : [id]));
  }

  /**
   * Stores what an operator wants of a provider. Left out or null keeps what is stored; an empty text
   * or list forgets it, so that the environment or the declaration counts again.
   * @throws HubError NOT_FOUND or BAD_INPUT, with the field.
   */
  async configure(configuration: ProviderConfiguration): Promise<ProviderDefinition> {
    const provider = this.get(configuration.providerId);
    await storeProviderConfig(configuration, { ...this.options, clock: this.clock });
    this.cache = null;
    return provider;
  }

  /** Where a provider sends the browser back: one for each, so that an answer cannot be passed off as another's. */
  redirectUrl(id: string): string {
    return `${this.publicUrl}/oauth/callback/${id}`;
  }

  private stored(): Promise<StoredConfigs> {
    const now = this.clock();
    if (this.cache !== null && now < this.cache.freshUntil) return this.cache.stored;
    const stored = this.readStored();
    const cache = { stored, freshUntil: now + CACHE_MS };
    this.cache = cache;
    // A read that failed is not remembered.
    stored.catch(() => {
      if (this.cache === cache) this.cache = null;
    });
    return stored;
  }

  private async readStored(): Promise<StoredConfigs> {
    const rows = await this.options.db.selectFrom('provider_config').selectAll().execute();
    return new Map(rows.map((row) => [row.providerId, row]));
  }

  private async open(id: string, secret: 'client_secret' | 'webhook_secret', sealed: string | null | undefined) {
    return sealed ? this.options.sealer.open(secretPlace(id, secret), sealed) : null;
  }
}
