/** Why the browser came to the page, where its address says so. */
export type Arrival =
  | { kind: 'connected'; integrationId: string | null }
  /** `message` is what can be said by the address alone; the integration may know more. */
  | { kind: 'refused'; integrationId: string | null; message: string }
  | { kind: 'reconnect'; integrationId: string };

const WORDS: Record<string, string> = {
  access_denied: 'Nothing was connected: consent was not given at the provider. Press Connect to try again.',
  CONFLICT: 'Nothing was changed: this is another account than the one to reconnect. Choose that one at the provider.',
  INTERNAL: 'Nothing was connected: something went wrong inside the hub. Try again; its operator finds it in the log.',
  PROVIDER_CONTRACT_BROKEN:
    'Nothing was connected: the provider answered in a way that the hub does not understand. Its operator must look at it.',
  PROVIDER_RATE_LIMITED: 'Nothing was connected: the provider asks the hub to slow down. Try again in some minutes.',
  PROVIDER_REJECTED:
    'Nothing was connected: the provider refused. Try again; if it stays so, ask the operator of the hub.',
  PROVIDER_UNAVAILABLE: 'Nothing was connected: the provider could not be reached. Try again in some minutes.',
  REAUTHORIZATION_REQUIRED: 'Nothing was connected: this consent was used already or is too old. Press Connect again.',
};

const UNKNOWN = 'Nothing was connected. Try again; if it stays so, ask the operator of the hub.';

/** Reads what a finished consent or a reconnect link put into the query. */
export function readArrival(query: URLSearchParams): Arrival | null {
  const integrationId = query.get('integrationId');
  const reconnect = query.get('reconnect');
  if (query.get('status') === 'connected') return { kind: 'connected', integrationId };
  if (query.get('status') === 'error') return { kind: 'refused', integrationId, message: wordsFor(query.get('error')) };
  return reconnect === null ? null : { kind: 'reconnect', integrationId: reconnect };
}

/** Never the text of the address itself: whoever makes a link could put their own words into the page. */
function wordsFor(error: string | null): string {
  return (error !== null && Object.hasOwn(WORDS, error) ? WORDS[error] : undefined) ?? UNKNOWN;
}
