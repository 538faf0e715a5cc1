import type { AnsweredMessage } from './answered-message.js';
import type { Sender } from './default-sender.js';
import type { SendEmailInput } from './send-email.input.js';

/**
 * The message as RFC 5322 wants it, whatever its letters. Bcc stays in: Gmail reads from it whom to send to, and
 * takes it out of what the others get.
 */
export async function composeEmail(
  { to, cc, bcc, subject, text, html, attachments }: SendEmailInput,
  from: Sender,
  answered: AnsweredMessage | null,
): Promise<Buffer> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const message = new MailComposer({
    from,
    to,
    cc,
    bcc,
    subject: subject ?? answered?.subject,
    text,
    html,
    inReplyTo: answered?.inReplyTo ?? undefined,
    references: answered?.references,
    attachments: attachments.map(({ filename, contentType, content }) => ({
      filename,
      contentType,
      content: Buffer.from(content, 'base64'),
    })),
    newline: 'win',
    // Content is given here; none is fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  message.keepBcc = true;
  return message.build();
}
