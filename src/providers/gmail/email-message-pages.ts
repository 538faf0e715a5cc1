import { z } from 'zod';
import { statusOf } from '../google/google-error.js';
import { CursorExpired, type Page, type PageRequest } from '../provider.js';
import type { GmailApi } from './gmail-api.js';
import { readHistory } from './gmail-history.js';
import { readMessages } from './gmail-messages.js';
import { historyIdText, readProfile } from './gmail-profile.js';

export const emailMessageCursor = z.object({ historyId: historyIdText });

export const emailMessageCheckpoint = z.object({
  pageToken: z.string(),
  /** Where the next incremental run begins. */
  historyId: historyIdText,
  /** How far back the run reads, epoch seconds: the same on all of its pages. */
  since: z.number().int(),
});

type Cursor = z.output<typeof emailMessageCursor>;
type Checkpoint = z.output<typeof emailMessageCheckpoint>;
type Request = PageRequest<GmailApi, Cursor, Checkpoint>;

const DAYS_BACK = 90;

/** Messages of a page. Each is a call, and what a run that is interrupted has to read again. */
const MAX_RESULTS = 50;

const listPage = z.object({
  messages: z.array(z.object({ id: z.string().min(1) })).default([]),
  nextPageToken: z.string().min(1).optional(),
});

/**
 * Messages of the last 90 days, without their bodies.
 *
 * - A full run lists them, the newest first. What changes meanwhile the next incremental run finds: it begins at
 *   the history id that the mailbox had before.
 * - An incremental run reads anew what the history names. That of its first page is where the next begins, since
 *   the history grows while its pages are read.
 * - What has become older leaves with the next full run.
 *
 * @throws CursorExpired where Gmail no longer has the history since the last run, or no longer takes a page token.
 * @see https://developers.google.com/workspace/gmail/api/guides/sync
 */
export function emailMessagePages(request: Request): AsyncGenerator<Page<Cursor, Checkpoint>> {
  return request.cursor === null ? listedPages(request) : changedPages(request, request.cursor.historyId);
}

async function* listedPages({ api, checkpoint, signal }: Request): AsyncGenerator<Page<Cursor, Checkpoint>> {
  const { historyId, since } = checkpoint ?? { ...(await readProfile(api, signal)), since: daysBack() };
  let pageToken = checkpoint?.pageToken ?? null;
  do {
    const { ids, nextPageToken } = await listMessages(api, { since, pageToken }, signal);
    const found = await readMessages(api, { ids, since, signal });
    yield { ...found, ...placeAfter(nextPageToken, historyId, since) };
    pageToken = nextPageToken;
  } while (pageToken !== null);
}

async function* changedPages(
  { api, checkpoint, signal }: Request,
  startHistoryId: string,
): AsyncGenerator<Page<Cursor, Checkpoint>> {
  const since = checkpoint?.since ?? daysBack();
  let historyId = checkpoint?.historyId;
  let pageToken = checkpoint?.pageToken ?? null;
  do {
    const page = await readHistory(api, { startHistoryId, pageToken }, signal);
    historyId ??= page.historyId;
    const { records, deletedIds } = await readMessages(api, { ids: page.changedIds, since, signal });
    const gone = [...page.deletedIds, ...deletedIds];
    yield { records, deletedIds: gone, ...placeAfter(page.nextPageToken, historyId, since) };
    pageToken = page.nextPageToken;
  } while (pageToken !== null);
}

function placeAfter(
  pageToken: string | null,
  historyId: string,
  since: number,
): Pick<Page<Cursor, Checkpoint>, 'checkpoint' | 'cursor'> {
  if (pageToken === null) return { checkpoint: null, cursor: { historyId } };
  return { checkpoint: { pageToken, historyId, since } };
}

/** @see https://developers.google.com/workspace/gmail/api/guides/filtering */
async function listMessages(
  api: GmailApi,
  { since, pageToken }: { since: number; pageToken: string | null },
  signal: AbortSignal,
): Promise<{ ids: string[]; nextPageToken: string | null }> {
  const client = await api();
  try {
    const { data } = await client.users.messages.list(
      { userId: 'me', q: `after:${since}`, maxResults: MAX_RESULTS, ...(pageToken !== null && { pageToken }) },
      { signal },
    );
    const { messages, nextPageToken = null } = listPage.parse(data);
    return { ids: messages.map(({ id }) => id), nextPageToken };
  } catch (error) {
    if (statusOf(error) === 400 && pageToken !== null) throw new CursorExpired('Gmail no longer takes the page token.');
    throw error;
  }
}

function daysBack(): number {
  return Math.floor(Date.now() / 1000) - DAYS_BACK * 86_400;
}
