import type { Transporter } from 'nodemailer';
import { alertTextOf } from './alert-text.js';
import { SEND_MS, type Send, type Sent } from './send.js';

/** Where mail is handed in, and whom it is from. */
export interface SmtpConfig {
  /** smtp://user:password@host:port or smtps://… */
  url: string;
  from: string;
}

/** Sends an alert as a mail in plain text. */
export function emailSender(smtp: SmtpConfig | null): Send {
  let transporter: Promise<Transporter> | null = null;
  return async ({ to, event }) => {
    if (smtp === null) return failed('cannot be told: HUB_SMTP_URL and HUB_SMTP_FROM are not set');
    transporter ??= openTransporter(smtp);
    const { subject, text } = alertTextOf(event);
    // What mail programs know it by, so that a second copy after a crash is seen to be one.
    const messageId = `<${event.id}@${domainOf(smtp.from)}>`;
    try {
      await (
        await transporter
      ).sendMail({ from: smtp.from, to: { name: '', address: to.address }, subject, text, messageId });
      return { problem: null, statusCode: null, retryAt: null, isGone: false };
    } catch (error) {
      return failed(wordsOf(error));
    }
  };
}

/** Loaded with the first mail: few hubs send any. */
async function openTransporter({ url }: SmtpConfig): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  const timeouts = { connectionTimeout: SEND_MS, greetingTimeout: SEND_MS, socketTimeout: SEND_MS };
  return createTransport({ url, ...timeouts, disableFileAccess: true, disableUrlAccess: true });
}

function domainOf(from: string): string {
  return /@([\w.-]+)/.exec(from)?.[1] ?? 'integration-hub';
}

function failed(problem: string): Sent {
  return { problem, statusCode: null, retryAt: null, isGone: false };
}

/** Codes only: the server's own words may repeat what was handed in. */
function wordsOf(error: unknown): string {
  const { responseCode, message } = error as { responseCode?: unknown; message?: unknown };
  if (typeof responseCode === 'number') return `cannot be told: the mail server answered ${responseCode}`;
  const code = /\b(E[A-Z_]{4,})\b/.exec(String(message))?.[1];
  return `cannot be told: the mail server does not answer${code === undefined ? '' : ` (${code})`}`;
}
