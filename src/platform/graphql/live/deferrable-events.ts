/** Events of a source, and those of them that their receiver put off. Ends with its source. */
export class DeferrableEvents<Event> implements AsyncIterableIterator<Event> {
  private readonly deferred = new Map<string, { event: Event; dueAt: number }>();
  private fromSource: Promise<IteratorResult<Event>> | null = null;

  constructor(private readonly source: AsyncIterableIterator<Event>) {}

  /** Gives the event out again at that time; of those put off under one key only the last. */
  defer(key: string, event: Event, dueAt: number): void {
    this.deferred.set(key, { event, dueAt });
  }

  /** Forgets what was put off under a key. */
  forget(key: string): void {
    this.deferred.delete(key);
  }

  async next(): Promise<IteratorResult<Event>> {
    this.fromSource ??= this.source.next();
    const due = this.firstDue();
    if (due !== null && !(await settlesBefore(this.fromSource, due.dueAt))) {
      this.deferred.delete(due.key);
      return { done: false, value: due.event };
    }
    const result = await this.fromSource;
    this.fromSource = null;
    return result;
  }

  async return(): Promise<IteratorResult<Event>> {
    await this.source.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private firstDue(): { key: string; event: Event; dueAt: number } | null {
    let first: { key: string; event: Event; dueAt: number } | null = null;
    for (const [key, entry] of this.deferred) {
      if (first === null || entry.dueAt < first.dueAt) first = { key, ...entry };
    }
    return first;
  }
}

async function settlesBefore(promise: Promise<unknown>, time: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeIsUp = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), Math.max(time - Date.now(), 0));
  });
  try {
    return await Promise.race([promise.then(() => true), timeIsUp]);
  } finally {
    clearTimeout(timer);
  }
}
