import { createServer, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { freePort } from './hub-process.js';

/** The page of another product, under a policy as strict as they come. */
export interface HostPage extends AsyncDisposable {
  /** Its origin, to be allowed by the hub. */
  readonly origin: string;
  /** What its own server gives for `GET /token`. */
  token: () => Promise<string>;
  /** The address of a page with that body. */
  show(body: string): string;
}

const PAGE_SCRIPT = `
  window.told = [];
  for (const name of ['hub:connected', 'hub:disconnected', 'hub:error'])
    addEventListener(name, ({ detail }) => window.told.push({ name, ...detail }));
  const getToken = async () => (await fetch('/token')).text();
  for (const card of document.querySelectorAll('integration-card')) card.getToken = getToken;
`;

/** @param hubUrl where the component comes from; asked once the hub has started. */
export async function startHostPage(hubUrl: () => string): Promise<HostPage> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  let body = '';
  const http = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', origin);
    if (pathname === '/page.js') return answer(response, 'text/javascript', PAGE_SCRIPT);
    if (pathname === '/token') return answer(response, 'text/plain', await host.token());
    if (pathname === '/favicon.ico') return response.writeHead(204).end();
    response.setHeader('content-security-policy', policyFor(hubUrl()));
    return answer(response, 'text/html; charset=utf-8', documentWith(body, hubUrl()));
  }).listen(port);
  await once(http, 'listening');

  const host: HostPage = {
    origin,
    token: () => Promise.reject(new Error('The page has no token yet.')),
    show(shown) {
      body = shown;
      return `${origin}/settings`;
    },
    async [Symbol.asyncDispose]() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return host;
}

function policyFor(hubUrl: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' ${hubUrl}`,
    `connect-src 'self' ${hubUrl}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ');
}

function documentWith(body: string, hubUrl: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <title>Settings</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <script type="module" src="${hubUrl}/embed/integration-card.js"></script>
    <script type="module" src="/page.js"></script>
  </head>
  <body><main><h1>Settings</h1>${body}</main></body>
</html>`;
}

function answer(response: ServerResponse, type: string, content: string): void {
  response.setHeader('content-type', type);
  response.end(content);
}
