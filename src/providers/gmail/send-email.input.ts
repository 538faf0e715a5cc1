import { z } from 'zod';

/** Decoded, of all attachments together: the hub takes requests of 1 MiB, and base64 is a third longer. */
const MAX_ATTACHED_BYTES = 700 * 1024;

/** Of one message by API. @see https://support.google.com/a/answer/166852 */
const MAX_RECIPIENTS = 500;

/** A header must not end where its sender does not see it end. */
const oneLine = z.string().regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, 'must be one line, without control characters');

const recipients = z
  .array(z.email('must be an e-mail address such as ada@example.com').max(254))
  .default([])
  .describe('E-mail addresses.');

const attachment = z.object({
  filename: oneLine.min(1).max(255).describe('As the recipients see it.'),
  contentType: z
    .string()
    .max(127)
    .regex(/^(?!multipart\/|message\/)[\w.+-]+\/[\w.+-]+$/i, 'must be a media type such as application/pdf')
    .default('application/octet-stream')
    .describe('Its media type, such as application/pdf.'),
  content: z.base64('must be base64').describe('Base64.'),
});

/** What `sendEmail` takes. */
export const sendEmailInput = z
  .object({
    to: recipients,
    cc: recipients,
    bcc: recipients,
    subject: oneLine
      .min(1)
      .max(500)
      .optional()
      .describe('That of the message that is answered where left out, with "Re:".'),
    text: z.string().max(500_000).optional().describe('Plain text. With html, what those see who see no HTML.'),
    html: z.string().max(500_000).optional().describe('HTML. With text, what most people see.'),
    attachments: z
      .array(attachment)
      .max(20)
      .default([])
      .describe('Files to send with it.')
      .refine(
        (attachments) => bytesOf(attachments) <= MAX_ATTACHED_BYTES,
        `must have at most ${MAX_ATTACHED_BYTES / 1024} KiB together`,
      ),
    replyToMessageId: z
      .string()
      .regex(/^[\w-]{1,64}$/, 'must be the messageId of an EmailMessage')
      .optional()
      .describe("Gmail's id of the message to answer: the new one joins its conversation."),
  })
  .refine(({ to, cc, bcc }) => to.length + cc.length + bcc.length > 0, {
    path: ['to'],
    error: 'must name somebody, else cc or bcc must',
  })
  .refine(({ to, cc, bcc }) => to.length + cc.length + bcc.length <= MAX_RECIPIENTS, {
    path: ['to'],
    error: `must have at most ${MAX_RECIPIENTS} addresses, with those of cc and bcc`,
  })
  .refine(({ text, html }) => text !== undefined || html !== undefined, {
    path: ['text'],
    error: 'is missing, and so is html: give one of them, or both',
  })
  .refine(({ subject, replyToMessageId }) => subject !== undefined || replyToMessageId !== undefined, {
    path: ['subject'],
    error: 'is missing; only an answer can do without',
  });

export type SendEmailInput = z.output<typeof sendEmailInput>;

function bytesOf(attachments: readonly { content: string }[]): number {
  return attachments.reduce((sum, { content }) => sum + Buffer.byteLength(content, 'base64'), 0);
}
