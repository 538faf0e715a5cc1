import { canonicalHash } from '../platform/canonical-hash.js';
import { fromJson } from '../platform/database/json-text.js';
import { HubError } from '../platform/errors/hub-error.js';
import { CursorExpired, type ModelDefinition, type Page, type ProviderDefinition } from '../providers/provider.js';
import type { Row } from '../tables.js';
import type { Progress } from './commit-page.js';

/** What changed while the last run was on its way is read again. */
const OVERLAP_MS = 5 * 60_000;

/** Where a run stands before its first page in this process. `done`: all pages are committed, only the end is missing. */
export interface Start {
  cursor: unknown;
  checkpoint: unknown;
  changedSince: number | null;
  progress: Progress | null;
  done: boolean;
}

/**
 * Where a run begins or goes on.
 * @throws CursorExpired where what was stored is not what the model now understands.
 */
export function startOf(model: ModelDefinition, log: Row<'sync_log'>, sync: Row<'sync'>): Start {
  const progress = fromJson(log.checkpoint) as Progress | null;
  const isFull = log.kind === 'FULL';
  return {
    cursor: isFull || sync.cursor === null ? null : understood(model.cursor, fromJson(sync.cursor)),
    checkpoint: progress === null || progress.at === null ? null : understood(model.checkpoint, progress.at),
    changedSince: isFull || sync.lastSuccessStartedAt === null ? null : sync.lastSuccessStartedAt - OVERLAP_MS,
    progress,
    done: progress !== null && progress.at === null,
  };
}

function understood(schema: ModelDefinition['cursor'], value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new CursorExpired('The stored place is not what the model now understands.');
  return parsed.data;
}

export interface ReadPage {
  page: Page;
  /** When it was asked for, epoch milliseconds: what changed later it may not show. */
  readAt: number;
  progress: Progress;
}

/**
 * The pages of a run, each with the progress that it makes.
 * @throws HubError PROVIDER_CONTRACT_BROKEN where the provider leads in a circle.
 */
export async function* pagesOf(
  provider: ProviderDefinition,
  model: ModelDefinition,
  api: unknown,
  kind: 'FULL' | 'INCREMENTAL',
  start: Start,
  signal: AbortSignal,
  clock: () => number,
): AsyncGenerator<ReadPage> {
  const visited = new Set(start.checkpoint === null ? [] : [canonicalHash(start.checkpoint)]);
  let cursor = start.progress?.cursor;
  const { checkpoint, changedSince } = start;
  let readAt = clock();
  for await (const page of model.pages({ api, kind, cursor: start.cursor, checkpoint, changedSince, signal })) {
    if (page.checkpoint !== null) refuseCircle(provider, model, visited, page.checkpoint);
    cursor = page.cursor ?? cursor;
    yield { page, readAt, progress: { at: page.checkpoint, cursor } };
    readAt = clock();
  }
}

function refuseCircle(
  provider: ProviderDefinition,
  model: ModelDefinition,
  visited: Set<string>,
  checkpoint: unknown,
): void {
  const place = canonicalHash(checkpoint);
  if (visited.has(place)) {
    throw new HubError(
      'PROVIDER_CONTRACT_BROKEN',
      `${provider.name} sent the same page of ${model.name} records twice and would go on for ever, so the hub stopped. ` +
        'What was read is stored; the next run begins anew.',
    );
  }
  visited.add(place);
}
