import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One delivery as the product's backend gets it. */
export interface Received {
  path: string;
  headers: Record<string, string>;
  body: string;
  event: { type: string; timestamp: string; data: Record<string, unknown> };
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/** A product's backend that listens for events; how it answers is the test's to say. */
export interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly received: Received[];
  /** Of the type. */
  of(type: string): Received[];
  answer(received: Received): Answer | Promise<Answer>;
}

export async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    void (async () => {
      const body = await text(request);
      const headers = flat(request.headers);
      const received = { path: request.url ?? '', headers, body, event: JSON.parse(body) as Received['event'] };
      receiver.received.push(received);
      const { status, headers: answered, body: answer } = await receiver.answer(received);
      response.writeHead(status, answered).end(answer);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received: [],
    of: (type) => receiver.received.filter(({ event }) => event.type === type),
    answer: () => ({ status: 204 }),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}

function flat(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
