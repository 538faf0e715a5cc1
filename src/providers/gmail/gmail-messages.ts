import { z } from 'zod';
import { statusOf } from '../google/google-error.js';
import type { Page } from '../provider.js';
import { KEPT_HEADERS } from './email-message.record.js';
import type { GmailApi } from './gmail-api.js';

/** Calls under way at once; the hub lets them out as the account's quota allows. */
const AT_ONCE = 10;

/** What the hub does not keep: it is not mail, or its owner has thrown it away. */
const LEFT_OUT = new Set(['DRAFT', 'TRASH', 'SPAM', 'CHAT']);

const found = z.looseObject({
  id: z.string().min(1),
  labelIds: z.array(z.string()).default([]),
  internalDate: z.coerce.number().optional(),
});

export interface MessagesWanted {
  ids: readonly string[];
  /** Older messages are left out; epoch seconds. */
  since: number;
  signal: AbortSignal;
}

/**
 * Reads messages without their bodies. What is gone, or is not kept (any more), is told as deleted.
 * @see https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/get
 */
export async function readMessages(
  api: GmailApi,
  { ids, since, signal }: MessagesWanted,
): Promise<Required<Pick<Page, 'records' | 'deletedIds'>>> {
  const records: unknown[] = [];
  const deletedIds: string[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE);
    const messages = await Promise.all(some.map((id) => readMessage(api, id, signal)));
    for (const [index, message] of messages.entries()) {
      if (message !== null && isKept(message, since)) records.push(message);
      else deletedIds.push(some[index] as string);
    }
  }
  return { records, deletedIds };
}

/** Null where it is gone. */
async function readMessage(api: GmailApi, id: string, signal: AbortSignal): Promise<unknown> {
  const client = await api();
  try {
    const { data } = await client.users.messages.get(
      { userId: 'me', id, format: 'metadata', metadataHeaders: KEPT_HEADERS },
      { signal },
    );
    return data;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

function isKept(message: unknown, since: number): boolean {
  const { labelIds, internalDate } = found.parse(message);
  if (labelIds.some((label) => LEFT_OUT.has(label))) return false;
  return internalDate === undefined || internalDate >= since * 1000;
}
