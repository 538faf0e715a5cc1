import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Delivery } from '../../src/platform/signatures/signature-scheme.js';

/** Listens where a provider delivers, in the hub's place. */
export class WebhookListener implements AsyncDisposable {
  /** Oldest first. */
  readonly deliveries: Delivery[] = [];
  /** Statuses to answer with first, before all is well. */
  failures: number[] = [];
  private readonly server = createServer((request, response) => {
    void this.take(request).then(() => response.writeHead(this.failures.shift() ?? 200).end());
  });

  static async start(): Promise<WebhookListener> {
    const listener = new WebhookListener();
    listener.server.listen(0, '127.0.0.1');
    await once(listener.server, 'listening');
    return listener;
  }

  /** Any path of it will do. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage): Promise<void> {
    const url = `${this.url}${request.url}`;
    this.deliveries.push({ headers: request.headersDistinct, body: await buffer(request), url });
  }
}
