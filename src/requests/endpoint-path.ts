const MAX_LENGTH = 200;
const SECRET = /^(xox[a-z]-|xapp-|sk_|rk_|pk_|whsec_|gh[a-z]_|github_pat_|ya29\.|eyJ)/;
const LONG_ID = /^(?=.*\d)(?=.*[a-z])[\w~:%.=-]{20,}$/i;
const MAX_SEGMENT_LENGTH = 60;

/**
 * The path of an address as the call log shows it: without query, and with `:id` where a segment is a
 * long id, which also covers keys that a provider puts into its paths.
 */
export function endpointOf(url: URL): string {
  return url.pathname.split('/').map(shown).join('/').slice(0, MAX_LENGTH);
}

function shown(segment: string): string {
  const isHidden =
    SECRET.test(segment) || segment.length > MAX_SEGMENT_LENGTH || (LONG_ID.test(segment) && !isAddress(segment));
  return isHidden ? ':id' : segment;
}

/** A mail address names a calendar or mailbox: it is no secret, and without it the row says little. */
function isAddress(segment: string): boolean {
  return /^[^%@]+(%40|@)[^%@]+\.[a-z]+$/i.test(segment);
}
