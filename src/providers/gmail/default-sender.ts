import { z } from 'zod';
import type { GmailApi } from './gmail-api.js';

const sendAs = z.object({
  sendAs: z.array(
    z.object({
      sendAsEmail: z.string().min(1),
      displayName: z.string().default(''),
      isDefault: z.boolean().default(false),
      isPrimary: z.boolean().default(false),
    }),
  ),
});

export interface Sender {
  /** Empty where the account has none. */
  name: string;
  address: string;
}

/**
 * Whom the account sends as where nobody says otherwise, by its own settings.
 * @see https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.settings.sendAs/list
 */
export async function defaultSender(api: GmailApi, signal: AbortSignal): Promise<Sender> {
  const client = await api();
  const { data } = await client.users.settings.sendAs.list({ userId: 'me' }, { signal });
  const aliases = sendAs.parse(data).sendAs;
  const { displayName: name, sendAsEmail: address } = z
    .object({ displayName: z.string(), sendAsEmail: z.string() })
    .parse(aliases.find(({ isDefault }) => isDefault) ?? aliases.find(({ isPrimary }) => isPrimary));
  return { name, address };
}
