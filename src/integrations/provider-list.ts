import { z } from 'zod';
import { Connection } from '../platform/graphql/pagination/connection.js';
import { Cursors } from '../platform/graphql/pagination/cursor.js';
import { checkPageSize } from '../platform/graphql/pagination/page-size.js';
import type { ProviderView } from './provider-view.js';
import type { Scope } from '../scope.js';

export interface ProviderListRequest {
  first: number;
  after: string | null | undefined;
  search: string | null | undefined;
  configured: boolean | null | undefined;
}

/** Name and id: two providers may share a name. */
const cursors = new Cursors('providers:name', z.tuple([z.string(), z.string()]));

/** A page of the hub's providers by name. They are declared in code, so the list is cut in memory. */
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

async function wantedProviders(scope: Scope, { search, configured }: ProviderListRequest) {
  const text = search?.trim().toLowerCase() ?? '';
  const found = scope.services.providers
    .list()
    .filter(({ id, name, category }) => [id, name, category].some((part) => part.toLowerCase().includes(text)));
  if (configured === null || configured === undefined) return found;

  const settings = await scope.services.providers.settingsOfAll();
  return found.filter(({ id }) => settings.get(id)?.configured === configured);
}

function keyOf({ name, id }: ProviderView): [string, string] {
  return [name.toLowerCase(), id];
}

function compareKeys(a: readonly [string, string], b: readonly [string, string]): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  return a[1] === b[1] ? 0 : a[1] < b[1] ? -1 : 1;
}
