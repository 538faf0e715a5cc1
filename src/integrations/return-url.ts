import { HubError } from '../platform/errors/hub-error.js';

const MAX_LENGTH = 2_000;
const OWN_PARAMETERS = ['status', 'integrationId', 'error'];

/**
 * An address that a browser may be sent back to: http(s), of an allowed origin.
 * @throws HubError BAD_INPUT otherwise, or the hub would send browsers wherever a link says.
 */
export function checkReturnUrl(address: string | URL, allowedOrigins: ReadonlySet<string>): string {
  const refuse = (why: string) => new HubError('BAD_INPUT', `returnUrl ${why}`, { field: ['input', 'returnUrl'] });
  if (!URL.canParse(String(address))) throw refuse('must be an http(s) address.');
  const url = new URL(String(address));
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refuse('must be an http(s) address.');
  if (url.username !== '' || url.password !== '') throw refuse('must not hold a user name or password.');
  if (url.href.length > MAX_LENGTH) throw refuse(`must have at most ${MAX_LENGTH} characters.`);
  if (!allowedOrigins.has(url.origin)) {
    throw refuse(`is of ${url.origin}, which is not allowed. Whoever runs the hub can add it to HUB_ALLOWED_ORIGINS.`);
  }
  return url.href;
}

/** The address with how it ended appended to its own query. */
export function withOutcome(address: string, outcome: Record<string, string>): string {
  const url = new URL(address);
  for (const name of OWN_PARAMETERS) if (url.searchParams.has(name)) url.searchParams.delete(name);
  url.search = `${url.search}${url.search === '' ? '?' : '&'}${new URLSearchParams(outcome)}`;
  return url.href;
}
