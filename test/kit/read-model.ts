import { findHubError } from '../../src/platform/errors/hub-error.js';
import type { Fetch, ModelDefinition, Page, PageRequest, ProviderDefinition } from '../../src/providers/provider.js';

export interface ReadOptions {
  provider: ProviderDefinition;
  model: string;
  fetch: Fetch;
  apiUrl: string;
}

type Place = Partial<Omit<PageRequest<unknown, unknown, unknown>, 'api'>>;

export function modelOf(provider: ProviderDefinition, name: string): ModelDefinition {
  const model = provider.models.find((candidate) => candidate.name === name);
  if (model === undefined) throw new Error(`${provider.id} has no ${name}`);
  return model;
}

/** The pages of a model, one after the other, without the hub that would store them. */
export function readPages({ provider, model, fetch, apiUrl }: ReadOptions, place: Place = {}): AsyncIterable<Page> {
  return modelOf(provider, model).pages({
    api: provider.createApi({ fetch, apiUrl }),
    kind: 'FULL',
    cursor: null,
    checkpoint: null,
    changedSince: null,
    signal: new AbortController().signal,
    ...place,
  });
}

export interface Read {
  pages: Page[];
  /** By external id, as the model's schema leaves them. */
  records: Map<string, Record<string, unknown>>;
  deletedIds: string[];
  cursor: unknown;
}

/** Everything of a model, checked against its schema as the hub does. */
export async function readAll(options: ReadOptions, place?: Place): Promise<Read> {
  const model = modelOf(options.provider, options.model);
  const pages: Page[] = [];
  for await (const page of readPages(options, place)) pages.push(page);
  const records = pages.flatMap((page) => page.records.map((raw) => model.record.parse(raw)));
  return {
    pages,
    records: new Map(records.map((record) => [model.idOf(record), record as Record<string, unknown>])),
    deletedIds: pages.flatMap((page) => page.deletedIds ?? []),
    cursor: pages.findLast((page) => page.cursor !== undefined)?.cursor,
  };
}

/** What the hub makes of an error that a provider's code throws. */
export function hubErrorOf(provider: ProviderDefinition, error: unknown) {
  return findHubError(error) ?? provider.errorOf?.(error) ?? null;
}
