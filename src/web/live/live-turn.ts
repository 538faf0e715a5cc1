import { pause } from './pause.js';

const ASK_AGAIN_MS = 3_000;

export interface Turn {
  /** Holds the turn; resolves when the signal has aborted. */
  take(signal: AbortSignal): Promise<void>;
  /** Called every few seconds while another page has the turn. */
  wait(): void;
}

/**
 * Gives the streams to one visible page at a time. Over HTTP/1.1 a browser opens six connections to
 * a hub, for all its pages together: a second page with streams of its own would leave none for
 * queries. A hidden page gives its turn back; a page that waits reads every few seconds instead.
 */
export async function takeTurns(turn: Turn, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await untilVisible(signal);
    if (signal.aborted) return;
    if (await tryTurn(turn, signal)) continue;
    turn.wait();
    await pause(ASK_AGAIN_MS, signal);
  }
}

async function tryTurn(turn: Turn, signal: AbortSignal): Promise<boolean> {
  // Web Locks exist in secure contexts only; without them each page has streams of its own.
  if (!('locks' in navigator)) {
    await turnWhileVisible(turn, signal);
    return true;
  }
  return navigator.locks.request('hub-live', { ifAvailable: true }, async (lock) => {
    if (lock === null) return false;
    await turnWhileVisible(turn, signal);
    return true;
  });
}

async function turnWhileVisible(turn: Turn, signal: AbortSignal): Promise<void> {
  const hidden = new AbortController();
  const onChange = (): void => {
    if (document.visibilityState === 'hidden') hidden.abort();
  };
  document.addEventListener('visibilitychange', onChange);
  try {
    await turn.take(AbortSignal.any([signal, hidden.signal]));
  } finally {
    document.removeEventListener('visibilitychange', onChange);
  }
}

function untilVisible(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (document.visibilityState === 'hidden' && !signal.aborted) return;
      document.removeEventListener('visibilitychange', check);
      signal.removeEventListener('abort', check);
      resolve();
    };
    document.addEventListener('visibilitychange', check);
    signal.addEventListener('abort', check);
    check();
  });
}
