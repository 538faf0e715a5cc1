import { z } from 'zod';
import { defineAction } from '../provider.js';
import { readAnswered } from './answered-message.js';
import { composeEmail } from './compose-email.js';
import { defaultSender } from './default-sender.js';
import type { GmailApi } from './gmail-api.js';
import { sendEmailInput, type SendEmailInput } from './send-email.input.js';

const sent = z.object({ id: z.string().min(1), threadId: z.string().min(1) });

const sendEmailOutput = z.object({
  messageId: z.string().describe('As externalId of its EmailMessage.'),
  threadId: z.string().describe('Of the conversation that it is part of.'),
});

/**
 * Gmail knows no idempotency key: a message whose answer was lost is not sent again.
 * @see https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/send
 */
export const sendEmail = defineAction({
  name: 'sendEmail',
  description:
    'Sends an e-mail from the Gmail account, in a conversation where it answers a message. Gives its messageId and its threadId.',
  input: sendEmailInput,
  output: sendEmailOutput,
  async run({
    api,
    input,
    signal,
  }: {
    api: GmailApi;
    input: SendEmailInput;
    signal: AbortSignal;
  }): Promise<z.output<typeof sendEmailOutput>> {
    const { replyToMessageId } = input;
    const [from, answered] = await Promise.all([
      defaultSender(api, signal),
      replyToMessageId === undefined ? null : readAnswered(api, replyToMessageId, signal),
    ]);
    const raw = (await composeEmail(input, from, answered)).toString('base64url');
    const client = await api();
    const { data } = await client.users.messages.send(
      { userId: 'me', requestBody: { raw, ...(answered !== null && { threadId: answered.threadId }) } },
      { signal },
    );
    const { id, threadId } = sent.parse(data);
    return { messageId: id, threadId };
  },
});
