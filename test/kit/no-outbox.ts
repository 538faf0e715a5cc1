import type { Outbox } from '../../src/outbound-events.js';

/** For what is tested without anybody who is told of it. */
export const noOutbox: Outbox = { add: () => Promise.resolve(() => undefined) };

export const noLog = { warn: () => undefined, info: () => undefined };
