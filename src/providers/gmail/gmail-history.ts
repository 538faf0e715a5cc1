import { z } from 'zod';
import { statusOf } from '../google/google-error.js';
import { CursorExpired } from '../provider.js';
import type { GmailApi } from './gmail-api.js';
import { historyIdText } from './gmail-profile.js';

const change = z.object({ message: z.object({ id: z.string().min(1) }) });
const changes = z.array(change).default([]);

const historyPage = z.object({
  history: z
    .array(
      z.object({
        messagesAdded: changes,
        messagesDeleted: changes,
        labelsAdded: changes,
        labelsRemoved: changes,
      }),
    )
    .default([]),
  nextPageToken: z.string().min(1).optional(),
  historyId: historyIdText,
});

/** A part of what has changed since. */
export interface HistoryPage {
  /** Messages that came, or whose labels changed, and that are not among the deleted. */
  changedIds: string[];
  /** Gone for good; what lies in the trash is not. */
  deletedIds: string[];
  nextPageToken: string | null;
  /** Where the mailbox's history stands. */
  historyId: string;
}

/** Records of history, each of one change. */
const MAX_RESULTS = 100;

/**
 * @param from.startHistoryId What came after it is told.
 * @throws CursorExpired where Gmail no longer has the history since then: it keeps a week at least, mostly.
 * @see https://developers.google.com/workspace/gmail/api/guides/sync#partial_synchronization
 */
export async function readHistory(
  api: GmailApi,
  from: { startHistoryId: string; pageToken: string | null },
  signal: AbortSignal,
): Promise<HistoryPage> {
  const { startHistoryId, pageToken } = from;
  const client = await api();
  try {
    const { data } = await client.users.history.list(
      { userId: 'me', startHistoryId, maxResults: MAX_RESULTS, ...(pageToken !== null && { pageToken }) },
      { signal },
    );
    return sort(historyPage.parse(data));
  } catch (error) {
    const status = statusOf(error);
    if (status === 404 || (status === 400 && pageToken !== null))
      throw new CursorExpired('Gmail no longer has the history since the last run.');
    throw error;
  }
}

function sort({ history, nextPageToken, historyId }: z.output<typeof historyPage>): HistoryPage {
  const idsOf = (list: z.output<typeof changes>) => list.map(({ message }) => message.id);
  const deleted = new Set(history.flatMap(({ messagesDeleted }) => idsOf(messagesDeleted)));
  const changed = new Set(
    history.flatMap(({ messagesAdded, labelsAdded, labelsRemoved }) =>
      idsOf([...messagesAdded, ...labelsAdded, ...labelsRemoved]),
    ),
  );
  return {
    changedIds: [...changed].filter((id) => !deleted.has(id)),
    deletedIds: [...deleted],
    nextPageToken: nextPageToken ?? null,
    historyId,
  };
}
