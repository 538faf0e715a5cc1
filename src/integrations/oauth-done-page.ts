import { createHash } from 'node:crypto';

/** Nothing of the address is in it: it reads how linking ended from there, and whom to tell from the document. */
const TELL = `
const outcome = new URLSearchParams(location.search);
const message = {
  type: 'hub:oauth',
  status: outcome.get('status'),
  integrationId: outcome.get('integrationId'),
  error: outcome.get('error'),
};
const { opener: origin } = document.documentElement.dataset;
if (window.opener !== null) window.opener.postMessage(message, origin);
new BroadcastChannel('hub:oauth').postMessage(message);
window.close();
`;

/** The page loads nothing, and runs that script alone. */
export const DONE_PAGE_POLICY =
  `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${createHash('sha256').update(TELL).digest('base64')}'; ` +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * The end of linking an account in a popup.
 * @param openerOrigin an allowed origin, which alone is told.
 */
export function oauthDonePage(isConnected: boolean, openerOrigin: string): string {
  const title = isConnected ? 'The account is connected' : 'The account was not connected';
  return `<!doctype html>
<html lang="en" data-opener="${openerOrigin}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <style>
      body { font: 1rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1.5rem; color-scheme: light dark }
    </style>
  </head>
  <body>
    <h1>${title}</h1>
    <p>You can close this window and go on where you came from.</p>
    <script>${TELL}</script>
  </body>
</html>
`;
}
