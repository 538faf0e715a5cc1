import type { VisibleIntegration } from '../integrations/visible-integration.js';
import type { Loaders } from '../loaders.js';
import type { KeyLoader } from '../platform/graphql/row-loaders.js';
import type { Scope } from '../scope.js';

/** What a field of an integration, or of its connection status, reads by key. */
const READS: Readonly<
  Record<string, (load: Loaders) => { loader: KeyLoader<unknown>; keyOf: (one: VisibleIntegration) => string }>
> = {
  health: ({ health }) => ({ loader: health, keyOf: idOf }),
  quota: ({ quota }) => ({ loader: quota, keyOf: idOf }),
  syncs: ({ syncsOf }) => ({ loader: syncsOf, keyOf: idOf }),
  syncInProgress: ({ syncsOf }) => ({ loader: syncsOf, keyOf: idOf }),
  nextSyncAt: ({ syncsOf }) => ({ loader: syncsOf, keyOf: idOf }),
  lastSyncLog: ({ lastSyncLogOf }) => ({ loader: lastSyncLogOf, keyOf: idOf }),
  missingScopes: ({ providerSettings }) => ({ loader: providerSettings, keyOf: ({ providerId }) => providerId }),
};

/** Reads what the selected fields of a page of integrations will ask for. */
export async function readAheadOf(
  { load }: Scope,
  integrations: readonly VisibleIntegration[],
  selected: ReadonlySet<string>,
): Promise<void> {
  const keys = new Map<KeyLoader<unknown>, readonly string[]>();
  for (const [field, readOf] of Object.entries(READS)) {
    if (!selected.has(field)) continue;
    const { loader, keyOf } = readOf(load);
    keys.set(loader, [...new Set(integrations.map(keyOf))]);
  }
  await Promise.all([...keys].map(([loader, ids]) => loader.readAhead(ids)));
}

function idOf({ id }: VisibleIntegration): string {
  return id;
}
