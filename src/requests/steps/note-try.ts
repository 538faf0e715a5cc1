import type { Next, Outcome, Try } from '../exchange.js';

/** Told of each try as soon as it is over. */
export type TryListener = (attempt: number, outcome: Outcome | null) => void;

/** Keeps a note of each try, also of one that the caller gave up. */
export function noting(clock: () => number, send: Next, onTry: TryListener): Next {
  return async (exchange) => {
    const note: Try = { startedAt: clock(), durationMs: 0, outcome: null, isAbsorbed: false };
    exchange.tries.push(note);
    const before = performance.now();
    try {
      note.outcome = await send(exchange);
      return note.outcome;
    } finally {
      note.durationMs = Math.round(performance.now() - before);
      onTry(exchange.tries.length, note.outcome);
    }
  };
}
