import { HubError } from '../platform/errors/hub-error.js';
import { isPrivateAddressError } from '../platform/http/outgoing-http.js';
import { readBounded, TooLarge } from '../platform/http/read-bounded.js';
import { readRetryAfter } from '../platform/http/retry-after.js';
import type { Fetch } from '../providers/provider.js';
import { rateLimited, unavailable, unreadable, type OAuthPurpose } from './oauth-fault.js';
import type { OAuthParty } from './oauth-party.js';

export interface TokenFetchOptions {
  party: OAuthParty;
  purpose: OAuthPurpose;
  fetch: Fetch;
  timeoutMs: number;
  clock: () => number;
}

const MAX_ANSWER_BYTES = 256 * 1024;

/**
 * The fetch that oauth4webapi is given for the token endpoint. It brings whatever the provider
 * answers into the shape of RFC 6749, and throws HubErrors where there is nothing to bring.
 */
export function tokenFetch(options: TokenFetchOptions): Fetch {
  const { party, purpose, clock } = options;
  const { name } = party.provider;
  return async (url, init) => {
    const { response, text } = await exchange(options, url, init);
    const body = parse(text, response.headers.get('content-type') ?? '');
    const answer =
      body === null ? { status: response.status, body } : conform(normalize(options, response.status, body));

    if (answer.status === 429) throw rateLimited(name, purpose, readRetryAfter(response.headers, clock()));
    if (answer.status >= 500) throw unavailable(name, purpose, { status: answer.status });
    if (answer.body === null && answer.status >= 400) {
      throw new HubError(
        'PROVIDER_REJECTED',
        `${name} refused the hub's request and did not say why. Whoever runs the hub should check the addresses stored for ${name}.`,
        { status: answer.status },
      );
    }
    if (answer.body === null || isRedirect(answer.status)) throw unreadable(name, purpose, answer.status);
    return Response.json(answer.body, { status: answer.status });
  };
}

/** Nobody but the configured address is told the hub's secrets. */
function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

type FetchParameters = Parameters<Fetch>;

async function exchange(
  { party, purpose, fetch, timeoutMs }: TokenFetchOptions,
  url: FetchParameters[0],
  init: FetchParameters[1],
) {
  const { name } = party.provider;
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    return { response, text: new TextDecoder().decode(await readBounded(response.body ?? [], MAX_ANSWER_BYTES)) };
  } catch (error) {
    if (error instanceof HubError) throw error;
    if (error instanceof TooLarge || isPrivateAddressError(error)) throw unreadable(name, purpose);
    throw unavailable(name, purpose, { cause: error });
  }
}

/** JSON, or a form, which some providers answer whatever they are asked for; null where it is neither. */
function parse(text: string, contentType: string): object | null {
  if (contentType.includes('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text));
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

function normalize(
  { party, purpose }: TokenFetchOptions,
  status: number,
  body: object,
): { status: number; body: unknown } {
  try {
    return party.auth.normalizeTokens?.({ status, body }) ?? { status, body };
  } catch {
    throw unreadable(party.provider.name, purpose, status);
  }
}

/**
 * An error in a 200 is an error. An ID token is left out: the hub did not ask for one, who the account
 * is comes from the provider's API.
 */
function conform({ status, body }: { status: number; body: unknown }): { status: number; body: object | null } {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return { status, body: null };
  const { id_token: _, ...answer } = body as Record<string, unknown>;
  const isError = typeof answer['error'] === 'string' && answer['access_token'] === undefined;
  return { status: isError && status < 300 ? 400 : status, body: answer };
}
