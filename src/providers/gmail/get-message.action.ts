import { z } from 'zod';
import { defineAction } from '../provider.js';
import type { GmailApi } from './gmail-api.js';
import { isAttachment, leavesOf, messagePart, textOf, type MessagePart } from './message-body.js';

const getMessageInput = z.object({
  messageId: z
    .string()
    .regex(/^[\w-]{1,64}$/, 'must be the messageId of an EmailMessage')
    .describe("Gmail's id of the message."),
});

const fullMessage = z.object({ id: z.string().min(1), threadId: z.string().min(1), payload: messagePart });

const attachmentContent = z.object({ data: z.string() });

const attachmentOutput = z
  .object({
    filename: z.string().describe('As its sender named it.'),
    mimeType: z.string().describe('Such as application/pdf.'),
    sizeBytes: z.int32().describe('In bytes.'),
  })
  .meta({ title: 'Attachment', description: 'A file that came with a message; its content stays at Gmail.' });

const getMessageOutput = z.object({
  messageId: z.string().describe("Gmail's id of the message."),
  threadId: z.string().describe('Of the conversation that it is part of.'),
  text: z.string().nullable().describe('The body as text; null where the message has none.'),
  html: z
    .string()
    .nullable()
    .describe('The body as its sender wrote it: whoever shows it cleans it first. Null where the message has none.'),
  attachments: z.array(attachmentOutput).describe('In their order in the message.'),
});

interface Run {
  api: GmailApi;
  input: z.output<typeof getMessageInput>;
  signal: AbortSignal;
}

/** @see https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/get */
export const getMessage = defineAction({
  name: 'getMessage',
  description:
    'Reads the body of a message from Gmail, as text and as HTML, and the names of its attachments. The hub keeps none of it.',
  input: getMessageInput,
  output: getMessageOutput,
  async run({ api, input, signal }: Run): Promise<z.output<typeof getMessageOutput>> {
    const client = await api();
    const { data } = await client.users.messages.get({ userId: 'me', id: input.messageId, format: 'full' }, { signal });
    const { id, threadId, payload } = fullMessage.parse(data);
    const leaves = leavesOf(payload);
    const bodies = leaves.filter((leaf) => !isAttachment(leaf));
    const bodyOf = (mimeType: string) =>
      readBody(api, { id, parts: bodies.filter((part) => part.mimeType.toLowerCase() === mimeType) }, signal);
    return {
      messageId: id,
      threadId,
      text: await bodyOf('text/plain'),
      html: await bodyOf('text/html'),
      attachments: leaves
        .filter(isAttachment)
        .map(({ filename, mimeType, body }) => ({ filename, mimeType, sizeBytes: body.size })),
    };
  },
});

/** A list's footer is a part of its own, after what was written. */
async function readBody(
  api: GmailApi,
  { id, parts }: { id: string; parts: readonly MessagePart[] },
  signal: AbortSignal,
): Promise<string | null> {
  const texts: string[] = [];
  for (const part of parts) texts.push(textOf(part, await contentOf(api, id, part, signal)));
  return texts.length === 0 ? null : texts.join('\n');
}

/** A long body is kept apart, as attachments are. */
async function contentOf(
  api: GmailApi,
  messageId: string,
  { body }: MessagePart,
  signal: AbortSignal,
): Promise<Buffer> {
  if (body.data !== undefined || body.attachmentId === undefined) return Buffer.from(body.data ?? '', 'base64url');
  const client = await api();
  const { data } = await client.users.messages.attachments.get(
    { userId: 'me', messageId, id: body.attachmentId },
    { signal },
  );
  return Buffer.from(attachmentContent.parse(data).data, 'base64url');
}
