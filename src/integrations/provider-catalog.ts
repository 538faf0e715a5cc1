import { noteOf, type Actor } from '../audit/audit-note.js';
import type { ProviderEnvironment } from '../config.js';
import { HubError } from '../platform/errors/hub-error.js';
import type { Sealer } from '../platform/sealing/sealer.js';
import type { Fetch, ModelDefinition, ProviderDefinition } from '../providers/provider.js';
import type { Db, Row } from '../tables.js';
import { DeclaredProviders, type DeclaredProvidersOptions } from './declared/declared-providers.js';
import { declareProvider } from './declared/declare-provider.js';
import { removeDeclaration } from './declared/store-declaration.js';
import { hasOwnClient, publicSettingsOf, secretPlace } from './effective-settings.js';
import type { ProviderSettings, PublicSettings } from './provider-settings.js';
import { storeProviderConfig, type ProviderConfiguration } from './store-provider-config.js';

export interface ProviderCatalogOptions extends DeclaredProvidersOptions {
  definitions: readonly ProviderDefinition[];
  environment: ReadonlyMap<string, ProviderEnvironment>;
  db: Db;
  sealer: Sealer;
  /** Without a trailing slash. */
  publicUrl: string;
  /** Whether endpoints may be plain http, loopback or private. */
  allowPrivateEndpoints: boolean;
  /** For asking issuers. */
  fetch: Fetch;
  clock?: () => number;
}

type StoredConfigs = ReadonlyMap<string, Row<'provider_config'>>;

/** How long another process may not yet see what an operator stored. */
const CACHE_MS = 1_000;

/** The providers of this hub, and what is in force for each. */
export class ProviderCatalog {
  readonly publicUrl: string;
  private readonly declared: DeclaredProviders;
  private byId: ReadonlyMap<string, ProviderDefinition>;
  private readonly clock: () => number;
  private watching: NodeJS.Timeout | undefined;
  private reads = 0;
  private cache: { stored: Promise<StoredConfigs>; freshUntil: number } | null = null;

  constructor(private readonly options: ProviderCatalogOptions) {
    this.publicUrl = options.publicUrl;
    this.declared = new DeclaredProviders(options);
    this.byId = this.index();
    this.clock = options.clock ?? Date.now;
  }

  /** Reads what operators declared; before the first is looked up. */
  async load(): Promise<void> {
    await this.stored();
  }

  /** Keeps up with what is declared in other processes, until `close`. */
  watch(): void {
    // A read that failed is tried again by the next.
    this.watching ??= setInterval(() => void this.stored().catch(() => undefined), CACHE_MS).unref();
  }

  close(): void {
    clearInterval(this.watching);
  }

  list(): readonly ProviderDefinition[] {
    return [...this.byId.values()];
  }

  find(id: string): ProviderDefinition | null {
    return this.byId.get(id) ?? null;
  }

  /** @throws HubError NOT_FOUND when there is none of that id. */
  get(id: string): ProviderDefinition {
    const provider = this.find(id);
    if (provider !== null) return provider;
    const known = this.list().filter(({ kind }) => kind !== 'CATALOGUE');
    const names = known.map((candidate) => candidate.id).join(', ');
    throw new HubError('NOT_FOUND', `There is no provider "${id.slice(0, 60)}"; known are ${names}.`);
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

  /** The same without secrets; null where there is none of that id. */
  async publicSettings(id: string): Promise<PublicSettings | null> {
    const provider = this.find(id);
    if (provider === null) return null;
    return publicSettingsOf(provider, (await this.stored()).get(id), this.options.environment.get(id));
  }

  /** The same for all providers, in one statement. */
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
  async configure(configuration: ProviderConfiguration, by?: Actor): Promise<ProviderDefinition> {
    const provider = this.get(configuration.providerId);
    const note = by && noteOf(by, { action: 'PROVIDER_CONFIGURED', providerId: provider.id });
    await storeProviderConfig(configuration, { ...this.options, clock: this.clock }, note);
    this.cache = null;
    return provider;
  }

  /**
   * Makes a provider of what an operator says of an OAuth 2.0 service, or makes it anew.
   * @param input of `providerDeclaration`'s shape; checked here.
   * @throws HubError BAD_INPUT or CONFLICT, with the field.
   */
  async declare(input: unknown, by?: Actor): Promise<ProviderDefinition> {
    const builtIn = this.options.definitions.filter(({ kind }) => kind !== 'CATALOGUE');
    const noteFor = by && ((providerId: string) => noteOf(by, { action: 'PROVIDER_DECLARED', providerId }));
    const { id } = await declareProvider(input, { ...this.options, builtIn, clock: this.clock }, noteFor);
    this.cache = null;
    await this.load();
    return this.get(id);
  }

  /** @throws HubError NOT_FOUND where nobody declared it, CONFLICT while accounts are linked there. */
  async removeDeclared(providerId: string, by?: Actor): Promise<void> {
    const note = by && noteOf(by, { action: 'PROVIDER_REMOVED', providerId });
    await removeDeclaration(this.options.db, providerId, this.clock(), note);
    this.cache = null;
    await this.load();
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
    this.reads += 1;
    const read = this.reads;
    const rows = await this.options.db.selectFrom('provider_config').selectAll().execute();
    // What a later read found is newer.
    if (read === this.reads) this.take(rows);
    return new Map(rows.map((row) => [row.providerId, row]));
  }

  private take(rows: readonly Row<'provider_config'>[]): void {
    const { isChanged, changed } = this.declared.update(rows);
    if (!isChanged) return;
    this.byId = this.index();
    for (const provider of changed) this.options.onDeclared?.(provider);
  }

  /** Of one id counts what is built in, then what is declared, then the catalogue. */
  private index(): ReadonlyMap<string, ProviderDefinition> {
    const { definitions } = this.options;
    const catalogue = definitions.filter(({ kind }) => kind === 'CATALOGUE');
    const builtIn = definitions.filter(({ kind }) => kind !== 'CATALOGUE');
    const byId = new Map<string, ProviderDefinition>();
    for (const provider of [...builtIn, ...this.declared.list(), ...catalogue]) {
      if (!byId.has(provider.id)) byId.set(provider.id, provider);
    }
    return byId;
  }

  private async open(id: string, secret: 'client_secret' | 'webhook_secret', sealed: string | null | undefined) {
    return sealed ? this.options.sealer.open(secretPlace(id, secret), sealed) : null;
  }
}
