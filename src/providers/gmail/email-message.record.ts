import { z } from 'zod';
import { historyIdText } from './gmail-profile.js';

/** Headers that are asked for. @see https://www.rfc-editor.org/rfc/rfc5322#section-3.6 */
export const KEPT_HEADERS = [
  'From',
  'To',
  'Cc',
  'Bcc',
  'Reply-To',
  'Subject',
  'Date',
  'Message-ID',
  'In-Reply-To',
  'References',
];

/**
 * A message as Gmail sends it with `format=metadata`: headers, labels and the first words, no body.
 * @see https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages#Message
 */
export const emailMessageRecord = z.looseObject({
  id: z.string().min(1),
  threadId: z.string().min(1),
  /** Of the last change of the message. */
  historyId: historyIdText,
  labelIds: z.array(z.string()).optional(),
  /** Escaped as HTML. */
  snippet: z.string().optional(),
  /** When Google took it, epoch milliseconds, as digits. */
  internalDate: z.string().optional(),
  sizeEstimate: z.number().optional(),
  payload: z
    .looseObject({
      /** Of the whole message. */
      mimeType: z.string().optional(),
      headers: z.array(z.looseObject({ name: z.string(), value: z.string() })).optional(),
    })
    .optional(),
});

export type EmailMessageRecord = z.output<typeof emailMessageRecord>;

/** A message does not change but in its labels, and each change of these has a larger number. */
export function messageVersionOf({ historyId }: EmailMessageRecord): number | null {
  const version = Number(historyId);
  return Number.isSafeInteger(version) ? version : null;
}

/** What a header says; null where the message has none of that name. Senders write the names as they like. */
export function headerOf({ payload }: Pick<EmailMessageRecord, 'payload'>, name: string): string | null {
  const wanted = name.toLowerCase();
  return payload?.headers?.find((header) => header.name.toLowerCase() === wanted)?.value ?? null;
}
