import type { Arrival } from '../arrival.js';

const CHANNEL = 'hub-consent';
/** A page that asked for the consent answers at once; it may have been closed meanwhile. */
const HEARD_WITHIN_MS = 1_000;

type Message = { kind: 'arrival'; arrival: Arrival } | { kind: 'heard' };

/**
 * In the window that was opened for a consent: tells the page that opened it how it ended, and closes.
 * Resolves where the window stays, since the browser does not let it close.
 */
export async function returnFromPopup(arrival: Arrival): Promise<void> {
  const channel = new BroadcastChannel(CHANNEL);
  await new Promise<void>((resolve) => {
    channel.addEventListener('message', ({ data }: MessageEvent<Message>) => data.kind === 'heard' && resolve());
    setTimeout(resolve, HEARD_WITHIN_MS);
    channel.postMessage({ kind: 'arrival', arrival } satisfies Message);
  });
  channel.close();
  window.close();
}

/**
 * Listens until the returned function is called.
 * @param take gets how a consent in a window of its own ended; false where this page did not ask for one.
 */
export function onPopupReturn(take: (arrival: Arrival) => boolean): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'arrival' && take(data.arrival)) channel.postMessage({ kind: 'heard' } satisfies Message);
  });
  return () => channel.close();
}
