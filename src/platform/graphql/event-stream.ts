import { createSourceEventStream, execute, GraphQLError, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { requestErrorOf } from '../errors/error-answer.js';
import { HubError } from '../errors/hub-error.js';
import type { AnyCaller, Carried } from './caller.js';

/**
 * Runs a subscription so that each event meets a context with nothing remembered from the last one, and ends it
 * when the caller's proof expires.
 */
export async function subscribeAfresh(
  args: ExecutionArgs,
): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const { caller } = args.contextValue as Carried<object>;
  const answer = async (event: unknown) =>
    execute({ ...args, rootValue: event, contextValue: { ...(args.contextValue as object), ...contextOf(caller) } });
  return new EventStream(source[Symbol.asyncIterator](), answer, caller.known ? caller.expiresAt : null);
}

function contextOf(caller: AnyCaller): object {
  return caller.known ? caller.eventContext() : {};
}

const EXPIRED: IteratorYieldResult<ExecutionResult> = {
  done: false,
  value: {
    errors: [
      new GraphQLError('Your token or session has expired, and this stream with it. Subscribe again with a new one.', {
        extensions: requestErrorOf(new HubError('UNAUTHENTICATED', '')).extensions,
      }),
    ],
  },
};
const ENDED: IteratorReturnResult<undefined> = { done: true, value: undefined };

type Result = IteratorResult<ExecutionResult>;

/** An iterator by hand, as a generator's `return()` would wait for the event that never comes. */
class EventStream implements AsyncIterableIterator<ExecutionResult> {
  private state: 'open' | 'expired' | 'ended' = 'open';
  /** Answers the `next()` that waits. */
  private settle: ((result: Result) => void) | null = null;
  private readonly cancelTimer: () => void;

  constructor(
    private readonly source: AsyncIterator<unknown>,
    private readonly answer: (event: unknown) => Promise<ExecutionResult>,
    expiresAt: number | null,
  ) {
    this.cancelTimer = expiresAt === null ? () => undefined : callAt(expiresAt, () => this.expire());
  }

  next(): Promise<Result> {
    if (this.state === 'ended') return Promise.resolve(ENDED);
    if (this.state === 'expired') return Promise.resolve(this.end(EXPIRED));
    return new Promise((resolve, reject) => {
      this.settle = resolve;
      this.pull()
        .then(resolve, reject)
        .finally(() => (this.settle = null));
    });
  }

  return(): Promise<Result> {
    return Promise.resolve(this.end(ENDED));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private async pull(): Promise<Result> {
    const event = await this.source.next();
    return event.done ? this.end(ENDED) : { done: false, value: await this.answer(event.value) };
  }

  private expire(): void {
    if (this.settle === null) this.state = 'expired';
    else this.end(EXPIRED);
  }

  /** Ends the stream, with `last` for whoever waits. */
  private end(last: Result): Result {
    if (this.state === 'ended') return last;
    this.state = 'ended';
    this.cancelTimer();
    this.settle?.(last);
    // Not awaited: a source that is waiting for its next event may take as long to stop.
    void Promise.resolve(this.source.return?.()).catch(() => undefined);
    return last;
  }
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Calls back at a time, however far off: a single timer longer than 24 days would fire at once. */
export function callAt(time: number, callback: () => void): () => void {
  let timer: NodeJS.Timeout;
  const arm = (): void => {
    const delayMs = Math.max(0, time - Date.now());
    timer = setTimeout(delayMs > LONGEST_TIMER_MS ? arm : callback, Math.min(delayMs, LONGEST_TIMER_MS));
    timer.unref();
  };
  arm();
  return () => clearTimeout(timer);
}
