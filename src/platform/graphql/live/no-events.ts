/** A source that never has an event; it ends when it is told to. */
export function noEvents(): AsyncIterableIterator<never> {
  const { promise, resolve } = Promise.withResolvers<IteratorResult<never>>();
  return {
    next: () => promise,
    async return() {
      const done = { done: true, value: undefined } as const;
      resolve(done);
      return done;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
