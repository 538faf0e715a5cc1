/**
 * Runs the work while this page has the turn of that name, one page of the browser at a time. A
 * hidden page, which the browser may freeze, gives its turn back.
 * @param work holds the turn until its signal aborts.
 */
export async function holdTurn(
  name: string,
  work: (turn: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await untilVisible(signal);
    if (signal.aborted) return;
    await whileVisible((visible) => takeTurn(name, () => work(visible), visible), signal);
  }
}

async function takeTurn(name: string, work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  // Web Locks exist in secure contexts only; without them each page has the turn.
  if (!('locks' in navigator)) return work();
  try {
    await navigator.locks.request(name, { signal }, work);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function whileVisible(work: (visible: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
  const hidden = new AbortController();
  const onChange = (): void => {
    if (document.visibilityState === 'hidden') hidden.abort();
  };
  document.addEventListener('visibilitychange', onChange);
  try {
    await work(AbortSignal.any([signal, hidden.signal]));
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
