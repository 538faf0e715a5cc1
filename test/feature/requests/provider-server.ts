import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as the provider got it. */
export interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export type Handler = (request: Received, response: ServerResponse, raw: IncomingMessage) => void | Promise<void>;

/** A small provider whose answers the test writes: `/token` gives tokens, the rest is the API. */
export async function startProvider() {
  const calls: Received[] = [];
  const refreshes: Received[] = [];
  const behaviour: { api: Handler; token: Handler } = {
    api: (_, response) => json(response, 200, { ok: true }),
    token: (_, response) =>
      json(response, 200, {
        access_token: `token-${refreshes.length}`,
        refresh_token: `refresh-${refreshes.length}`,
        expires_in: 3600,
      }),
  };
  const server = createServer(async (raw, response) => {
    const received = {
      method: raw.method ?? '',
      path: raw.url ?? '',
      headers: raw.headers,
      body: await text(raw),
    };
    const isToken = received.path === '/token';
    (isToken ? refreshes : calls).push(received);
    await (isToken ? behaviour.token : behaviour.api)(received, response, raw);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/`,
    /** Requests to the API, in the order in which they came. */
    calls,
    refreshes,
    behaviour,
    /** Stops listening, so that connections are refused. */
    stop: () => server.close(),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type ProviderServer = Awaited<ReturnType<typeof startProvider>>;

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
