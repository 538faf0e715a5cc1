import { fromJson, type JsonText } from '../../platform/database/json-text.js';
import { providerDeclaration, type ProviderDefinition, type ResolvedDeclaration } from '../../providers/provider.js';
import type { Row } from '../../tables.js';

export interface DeclaredProvidersOptions {
  /** Makes a provider of what an operator declared. */
  build(declaration: ResolvedDeclaration): ProviderDefinition;
  /** Told of each that is new or was declared anew, once it can be looked up. */
  onDeclared?(provider: ProviderDefinition): void;
  /** A stored declaration is none that this release can read; its provider is left out. */
  onUnreadable?(providerId: string, error: unknown): void;
}

interface Declared {
  /** The row's JSON that it was made of. */
  source: string;
  provider: ProviderDefinition;
}

/** The providers that operators declared, as of the rows that were read last. */
export class DeclaredProviders {
  private byId: ReadonlyMap<string, Declared> = new Map();

  constructor(private readonly options: DeclaredProvidersOptions) {}

  find(id: string): ProviderDefinition | null {
    return this.byId.get(id)?.provider ?? null;
  }

  list(): ProviderDefinition[] {
    return [...this.byId.values()].map(({ provider }) => provider);
  }

  /** Whether anything is other than before; those that are new or other are `changed`. */
  update(rows: readonly Row<'provider_config'>[]): { isChanged: boolean; changed: readonly ProviderDefinition[] } {
    const before = this.byId;
    const changed: ProviderDefinition[] = [];
    const now = new Map<string, Declared>();
    for (const { providerId, declaration } of rows) {
      if (declaration === null) continue;
      const known = before.get(providerId);
      if (known?.source === declaration) {
        now.set(providerId, known);
        continue;
      }
      const provider = this.read(providerId, declaration);
      if (provider === null) continue;
      now.set(providerId, { source: declaration, provider });
      changed.push(provider);
    }
    this.byId = now;
    return { isChanged: changed.length > 0 || now.size !== before.size, changed };
  }

  private read(id: string, declaration: JsonText<ResolvedDeclaration>): ProviderDefinition | null {
    try {
      // What a later release asks for besides has its defaults.
      const complete = providerDeclaration.parse(fromJson(declaration)) as ResolvedDeclaration;
      return this.options.build(complete);
    } catch (error) {
      this.options.onUnreadable?.(id, error);
      return null;
    }
  }
}
