import { readArrival, type Arrival } from './arrival.js';

/** Reads the arrival and takes it out of the address, so that a reload does not repeat it. */
export function takeArrival(): Arrival | null {
  const address = new URL(location.href);
  const arrival = readArrival(address.searchParams);
  if (arrival === null) return null;
  for (const name of ['status', 'integrationId', 'error', 'reconnect']) address.searchParams.delete(name);
  history.replaceState(history.state, '', address.pathname + address.search + address.hash);
  return arrival;
}
