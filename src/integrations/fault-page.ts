import type { FastifyReply, FastifyRequest } from 'fastify';
import { faultOf } from '../platform/http/answer-error.js';

/** The page loads nothing and runs nothing. */
const CALLBACK_PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Fastify's error handler for addresses that a person's browser comes back to: a page that says what is wrong. */
export function showFault(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, message } = faultOf(error, request);
  return reply
    .code(status)
    .headers({ 'content-security-policy': CALLBACK_PAGE_POLICY, 'x-content-type-options': 'nosniff' })
    .type('text/html; charset=utf-8')
    .send(callbackPage(message));
}

/** What a person sees whose browser came back in a way that the hub does not take. */
function callbackPage(message: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Not connected</title>
    <style>
      body { font: 1rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1.5rem; color-scheme: light dark }
    </style>
  </head>
  <body>
    <h1>The account was not connected</h1>
    <p>${escapeHtml(message)}</p>
  </body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
