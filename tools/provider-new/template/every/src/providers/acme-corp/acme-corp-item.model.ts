import { z } from 'zod';
import { defineModel, type Page, type PageRequest } from '../provider.js';
import type { AcmeCorpApi } from './acme-corp-api.js';
import { acmeCorpItemRecord } from './acme-corp-item.record.js';
import { AcmeCorpItem } from './acme-corp-item.type.js';

const itemPage = z.object({
  items: z.array(z.unknown()),
  /** Where the next page begins; null on the last. */
  next: z.string().min(1).nullable(),
});

/** Items of the account. Acme Corp has no tokens of change: an incremental run asks for what changed since the last. */
export const acmeCorpItemModel = defineModel({
  name: 'AcmeCorpItem',
  record: acmeCorpItemRecord,
  cursor: z.null(),
  checkpoint: z.string(),
  type: AcmeCorpItem,
  idOf: ({ id }) => id,
  versionOf: ({ updated_at: updatedAt }) => Date.parse(updatedAt),
  supportsIncremental: true,
  supportsRealtime: false,
  schedule: { full: '1 week', incremental: '15 minutes' },
  pages: itemPages,
});

/** @see https://developers.acme-corp.example/items#list */
async function* itemPages({
  api,
  checkpoint,
  changedSince,
  signal,
}: PageRequest<AcmeCorpApi, null, string>): AsyncGenerator<Page<null, string>> {
  let after = checkpoint;
  do {
    const page = await api.get(`items?${queryOf(after, changedSince).toString()}`, itemPage, signal);
    yield { records: page.items, checkpoint: page.next };
    after = page.next;
  } while (after !== null);
}

function queryOf(after: string | null, changedSince: number | null): URLSearchParams {
  return new URLSearchParams({
    limit: '100',
    ...(after !== null && { after }),
    ...(changedSince !== null && { updated_since: new Date(changedSince).toISOString() }),
  });
}
