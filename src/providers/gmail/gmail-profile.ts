import { z } from 'zod';
import type { GmailApi } from './gmail-api.js';

/** Ids of Gmail's history grow with each change of the mailbox; they are 64 bits wide. */
export const historyIdText = z.string().regex(/^\d{1,20}$|^\d{21,40}$/);

const profile = z.object({ emailAddress: z.string().min(1), historyId: historyIdText });

/**
 * Whose mailbox it is, and where its history stands now.
 * @see https://developers.google.com/workspace/gmail/api/reference/rest/v1/users/getProfile
 */
export async function readProfile(api: GmailApi, signal?: AbortSignal): Promise<z.output<typeof profile>> {
  const client = await api();
  const { data } = await client.users.getProfile({ userId: 'me' }, { signal });
  return profile.parse(data);
}
