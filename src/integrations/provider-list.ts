import { z } from 'zod';
import { Connection } from '../platform/graphql/pagination/connection.js';
import { Cursors } from '../platform/graphql/pagination/cursor.js';
import { checkPageSize } from '../platform/graphql/pagination/page-size.js';
import type { ProviderKind } from '../providers/provider.js';
import type { ProviderView } from './provider-view.js';
import type { Scope } from '../scope.js';

export interface ProviderListRequest {
  first: number;
  after: string | null | undefined;
  search: string | null | undefined;
  configured: boolean | null | undefined;
  kinds: readonly ProviderKind[] | null | undefined;
}

/** Whether it is of the catalogue, name, and id: two providers may share a name. */
const cursors = new Cursors('providers:kind', z.tuple([z.int(), z.string(), z.string()]));
type Key = [ofCatalogue: number, name: string, id: string];

/** A page of the hub's providers by name, those of the catalogue last. All are in memory, so the list is cut there. */
export async function listProviders(scope: Scope, request: ProviderListRequest): Promise<Connection<ProviderView>> {
  const first = checkPageSize(request.first);
  const after = cursors.decodeAfter(request.after);
  const all = (await wantedProviders(scope, request)).toSorted((a, b) => compareKeys(keyOf(a), keyOf(b)));
  return new Connection<ProviderView>({
    rows: all.filter((provider) => after === null || compareKeys(keyOf(provider), after) > 0).slice(0, first + 1),
    first,
    after: request.after,
    hasPreviousPage: after !== null,
    cursorOf: (provider) => cursors.encode(keyOf(provider)),
    nodeOf: (provider) => provider,
    count: () => all.length,
  });
}

async function wantedProviders(scope: Scope, { search, configured, kinds }: ProviderListRequest) {
  const text = search?.trim().toLowerCase() ?? '';
  const { providers } = scope.services;
  const found = providers
    .list()
    .filter((provider) => isOfKind(provider, kinds))
    .filter(({ id, name, category }) => [id, name, category].some((part) => part.toLowerCase().includes(text)));
  if (configured === null || configured === undefined) return found;

  const settings = await providers.settingsOfAll();
  return found.filter(({ id }) => settings.get(id)?.configured === configured);
}

function isOfKind({ kind }: ProviderView, kinds: readonly ProviderKind[] | null | undefined): boolean {
  return kinds === null || kinds === undefined || kinds.includes(kind ?? 'BUILT_IN');
}

function keyOf({ kind, name, id }: ProviderView): Key {
  return [kind === 'CATALOGUE' ? 1 : 0, name.toLowerCase(), id];
}

function compareKeys(a: Key, b: Key): number {
  const at = a.findIndex((part, index) => part !== b[index]);
  if (at === -1) return 0;
  return (a[at] as string | number) < (b[at] as string | number) ? -1 : 1;
}
