import type { OutgoingHttp } from '../../platform/http/outgoing-http.js';
import { alertTextOf } from './alert-text.js';
import { post } from './post.js';
import type { Send } from './send.js';

/** @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export function slackSender(http: OutgoingHttp): Send {
  return (message) => {
    const { subject, text } = alertTextOf(message.event);
    return post(http, message, { body: JSON.stringify({ text: escapeText(`${subject}\n${text}`) }), headers: {} });
  };
}

/** Slack takes these three for its own. @see https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
