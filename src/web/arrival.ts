/** Why the browser came to the page, where its address says so. */
export type Arrival =
  | { kind: 'connected'; integrationId: string | null }
  | { kind: 'refused'; integrationId: string | null; reason: Refusal }
  | { kind: 'reconnect'; integrationId: string };

/** Codes of a consent that came to nothing, as the hub puts them into the address. */
const REFUSALS = [
  'access_denied',
  'CONFLICT',
  'INTERNAL',
  'PROVIDER_CONTRACT_BROKEN',
  'PROVIDER_RATE_LIMITED',
  'PROVIDER_REJECTED',
  'PROVIDER_UNAVAILABLE',
  'REAUTHORIZATION_REQUIRED',
] as const;

export type Refusal = (typeof REFUSALS)[number] | 'unknown';

/** In the query of the address that a consent in a window of its own comes back to. */
export const POPUP_MARK = 'popup';

/** Reads what a finished consent or a reconnect link put into the query. */
export function readArrival(query: URLSearchParams): Arrival | null {
  const integrationId = query.get('integrationId');
  const reconnect = query.get('reconnect');
  if (query.get('status') === 'connected') return { kind: 'connected', integrationId };
  if (query.get('status') === 'error') return { kind: 'refused', integrationId, reason: refusalOf(query.get('error')) };
  return reconnect === null ? null : { kind: 'reconnect', integrationId: reconnect };
}

/** Reads the arrival and takes it out of the address, so that a reload does not repeat it. */
export function takeArrival(): { arrival: Arrival | null; isInPopup: boolean } {
  const address = new URL(location.href);
  const arrival = readArrival(address.searchParams);
  const isInPopup = arrival !== null && address.searchParams.has(POPUP_MARK);
  if (arrival === null) return { arrival, isInPopup };
  for (const name of ['status', 'integrationId', 'error', 'reconnect', POPUP_MARK]) address.searchParams.delete(name);
  history.replaceState(history.state, '', address.pathname + address.search + address.hash);
  return { arrival, isInPopup };
}

/** Never the text of the address itself: whoever makes a link could put their own words into the page. */
function refusalOf(error: string | null): Refusal {
  return REFUSALS.find((code) => code === error) ?? 'unknown';
}
