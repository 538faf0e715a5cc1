import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export type Handler = (request: Request) => Promise<Response>;

export interface Served {
  /** As the browser reaches it. */
  url: string;
  close(): Promise<void>;
}

const PORTS_TO_TRY = 20;

/** Serves on this machine only, on the port or the next free one; 0 takes any. */
export async function serve(handle: Handler, port: number): Promise<Served> {
  const server = createServer((request, response) => void answer(handle, request, response));
  await listen(server, port, port + PORTS_TO_TRY);
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function listen(server: Server, port: number, last: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || port >= last) throw error;
    await listen(server, port + 1, last);
  }
}

async function answer(handle: Handler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  try {
    const response = await handle(await requestOf(incoming));
    outgoing.writeHead(response.status, [...response.headers].flat());
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  } catch (error) {
    outgoing.writeHead(503, { 'content-type': 'text/plain' });
    outgoing.end(error instanceof Error ? error.message : String(error));
  }
}

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const { method = 'GET', headers, url = '/' } = incoming;
  const given = Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const body = method === 'GET' || method === 'HEAD' ? undefined : await buffer(incoming);
  return new Request(new URL(url, 'http://localhost'), { method, headers: given, body });
}

/** Sends requests on to where a service really listens. */
export function forwardTo(origin: () => Promise<string>): Handler {
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    const headers = new Headers(request.headers);
    for (const name of ['host', 'connection', 'content-length', 'accept-encoding']) headers.delete(name);
    const body = request.body === null ? undefined : await request.clone().arrayBuffer();
    const reply = await fetch(new URL(pathname + search, await origin()), {
      method: request.method,
      headers,
      body,
      redirect: 'manual',
    });
    const answered = new Headers(reply.headers);
    for (const name of ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'content-encoding'])
      answered.delete(name);
    const empty = reply.status === 204 || reply.status === 304;
    return new Response(empty ? null : await reply.arrayBuffer(), { status: reply.status, headers: answered });
  };
}
