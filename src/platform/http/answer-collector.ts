import type { Dispatcher } from 'undici';
import { TooLarge } from './read-bounded.js';

/** Headers as undici gives them: names in lower case, several of one name in a list. */
export type RawHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** An answer as it came over the wire. */
export interface RawAnswer {
  status: number;
  headers: RawHeaders;
  /** As its `Content-Encoding` packs it. */
  body: Buffer;
}

/** Told by undici of each step of an exchange; gathers a whole answer, and ends it as soon as it gets too large. */
export class AnswerCollector implements Dispatcher.DispatchHandler {
  readonly answer: Promise<RawAnswer>;
  /** 0 until the answer begins. */
  status = 0;
  private headers: RawHeaders = {};
  private readonly chunks: Buffer[] = [];
  private size = 0;
  private readonly resolve: (answer: RawAnswer) => void;
  private readonly reject: (reason: unknown) => void;
  private controller: Dispatcher.DispatchController | null = null;
  private reason: Error | null = null;

  constructor(private readonly maxBytes: number) {
    const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
    this.answer = promise;
    this.resolve = resolve;
    this.reject = reject;
  }

  /** Ends the exchange, also one that waits for its connection yet. */
  abort(reason: Error): void {
    this.reason ??= reason;
    this.controller?.abort(reason);
    this.reject(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.reason !== null) controller.abort(this.reason);
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: RawHeaders): void {
    this.status = status;
    this.headers = headers;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.size += chunk.byteLength;
    if (this.size > this.maxBytes) this.abort(new TooLarge());
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    const [first] = this.chunks;
    const body = this.chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.chunks, this.size);
    this.resolve({ status: this.status, headers: this.headers, body });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.reject(error);
  }
}
