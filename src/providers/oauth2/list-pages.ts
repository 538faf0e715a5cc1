import { z } from 'zod';
import { HubError } from '../../platform/errors/hub-error.js';
import type { DeclaredModel } from '../provider.js';
import type { Page, PageRequest } from '../provider.js';
import type { JsonAnswer, JsonApi } from './json-api.js';
import { idIn, jsonAt, placeName } from './json-at.js';

/** Where a list goes on: a cursor, an address, a page's number, an item's. */
export const listCheckpoint = z.union([z.string(), z.int()]);
type Checkpoint = z.output<typeof listCheckpoint>;

type ListRequest = PageRequest<JsonApi, null, Checkpoint>;
type Item = Record<string, unknown>;

/** The pages of a declared list. */
export async function* listPages(
  provider: string,
  model: DeclaredModel,
  request: ListRequest,
): AsyncGenerator<Page<null, Checkpoint>> {
  let from = request.checkpoint;
  do {
    const url = pageUrl(model, request, from);
    const answer = await request.api.get(url, request.signal);
    const items = itemsIn(provider, model, answer.body);
    from = nextOf(provider, model, { url, answer, count: items.length, from });
    const gone = items.filter((item) => isDeleted(model, item));
    yield {
      records: gone.length === 0 ? items : items.filter((item) => !gone.includes(item)),
      deletedIds: gone.map((item) => idIn(jsonAt(item, model.id))).filter((id) => id !== null),
      checkpoint: from,
    };
  } while (from !== null);
}

function pageUrl(model: DeclaredModel, { api, changedSince }: ListRequest, from: Checkpoint | null): URL {
  const { paging } = model;
  if (paging?.style === 'LINK' && from !== null) return new URL(String(from));
  const url = new URL(model.path, api.apiUrl);
  for (const [name, value] of Object.entries(model.query)) url.searchParams.set(name, value);
  if (model.changedSince !== undefined && changedSince !== null) {
    url.searchParams.set(model.changedSince.parameter, timeText(changedSince, model.changedSince.format));
  }
  if (paging?.sizeParameter !== undefined && paging.size !== undefined) {
    url.searchParams.set(paging.sizeParameter, String(paging.size));
  }
  if (paging?.parameter !== undefined && from !== null) url.searchParams.set(paging.parameter, String(from));
  return url;
}

function timeText(time: number, format: NonNullable<DeclaredModel['changedSince']>['format']): string {
  if (format === 'ISO_8601') return new Date(time).toISOString();
  return String(format === 'UNIX_SECONDS' ? Math.floor(time / 1_000) : time);
}

function itemsIn(provider: string, model: DeclaredModel, body: unknown): Item[] {
  const items = jsonAt(body, model.items);
  if (Array.isArray(items) && items.every((item) => typeof item === 'object' && item !== null)) return items as Item[];
  throw new HubError(
    'PROVIDER_CONTRACT_BROKEN',
    `${provider} has no list of objects at ${placeName(model.items)} of ${model.path}. Nothing of that answer was stored. Whoever runs the hub should check ${model.name} in the declaration.`,
  );
}

function isDeleted({ deleted }: DeclaredModel, item: Item): boolean {
  return deleted !== undefined && Boolean(jsonAt(item, deleted));
}

interface ReadPage {
  url: URL;
  answer: JsonAnswer;
  count: number;
  from: Checkpoint | null;
}

function nextOf(provider: string, { paging }: DeclaredModel, page: ReadPage): Checkpoint | null {
  if (paging === undefined || paging.style === 'NONE') return null;
  if (paging.style === 'CURSOR') return idIn(jsonAt(page.answer.body, paging.next));
  if (paging.style === 'LINK') return linkIn(provider, paging.next, page);
  // One without items is the last whatever a page may hold.
  const isLast = page.count === 0 || (paging.size !== undefined && page.count < paging.size);
  if (isLast) return null;
  return paging.style === 'PAGE' ? Number(page.from ?? 1) + 1 : Number(page.from ?? 0) + page.count;
}

/** @see https://www.rfc-editor.org/rfc/rfc8288 */
const NEXT_LINK = /<([^<>]+)>\s*(?:;[^,]*)?;\s*rel="?(?:[^",]* )?next(?: [^",]*)?"?/i;

function linkIn(provider: string, path: string | undefined, { url, answer }: ReadPage): string | null {
  const link =
    path === undefined ? NEXT_LINK.exec(answer.headers.get('link') ?? '')?.[1] : idIn(jsonAt(answer.body, path));
  if (link === null || link === undefined) return null;
  if (URL.canParse(link, url)) return new URL(link, url).href;
  throw new HubError('PROVIDER_CONTRACT_BROKEN', `${provider} names a next page that is no address.`);
}
