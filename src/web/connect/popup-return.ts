import type { Arrival } from '../arrival.js';

const CHANNEL = 'hub-consent';

/** In the window that was opened for a consent: tells the page that opened it how it ended, and closes. */
export function returnFromPopup(arrival: Arrival): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(arrival);
  channel.close();
  window.close();
}

/** Calls back when a consent in a window of its own has ended, until the returned function is called. */
export function onPopupReturn(listener: (arrival: Arrival) => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', ({ data }: MessageEvent<Arrival>) => listener(data));
  return () => channel.close();
}
