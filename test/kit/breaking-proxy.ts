import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Headers that hold for one connection only, or that no longer fit. */
const DROPPED = new Set([
  'connection',
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'keep-alive',
  'host',
]);

/** What comes in the place of an answer. */
export interface WrongAnswer {
  contentType: string;
  body: string;
}

/** Stands before a provider's server, hands on what is asked, and breaks the answers that it is told to. */
export class BreakingProxy implements AsyncDisposable {
  private broken: { path: RegExp; answer: WrongAnswer; left: number } | null = null;
  private readonly server = createServer((request, response) => {
    void this.answer(request, response);
  });

  private constructor(private readonly target: string) {}

  /** @param target the server's address, ending in a slash. */
  static async start(target: string): Promise<BreakingProxy> {
    const proxy = new BreakingProxy(target);
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** Ends as the target does. */
  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}${new URL(this.target).pathname}`;
  }

  /** From the second call of such a path on, this is the answer. */
  breakSecondOf(path: RegExp, answer: WrongAnswer): void {
    this.broken = { path, answer, left: 1 };
  }

  mend(): void {
    this.broken = null;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.target);
    const body = await buffer(request);
    const wrong = this.wrongAnswerTo(url.pathname);
    if (wrong !== null) return void response.writeHead(200, { 'content-type': wrong.contentType }).end(wrong.body);
    const answer = await fetch(url, {
      method: request.method,
      headers: kept(Object.entries(request.headersDistinct).map(([name, values]) => [name, String(values)])),
      ...(body.length > 0 && { body: new Uint8Array(body) }),
    });
    response.writeHead(answer.status, Object.fromEntries(kept([...answer.headers])));
    response.end(Buffer.from(await answer.arrayBuffer()));
  }

  private wrongAnswerTo(path: string): WrongAnswer | null {
    if (this.broken?.path.test(path) !== true) return null;
    if (this.broken.left === 0) return this.broken.answer;
    this.broken.left -= 1;
    return null;
  }
}

function kept(headers: [string, string][]): [string, string][] {
  return headers.filter(([name]) => !DROPPED.has(name));
}
