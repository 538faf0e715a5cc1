/** What a provider says of its own rate limit; null for what it does not say. */
export interface QuotaReading {
  limit: number | null;
  remaining: number | null;
  /** Epoch milliseconds. */
  resetsAt: number | null;
}

/**
 * Reads the limit from the headers that providers use: `X-RateLimit-*`, `RateLimit-*` and the structured
 * `RateLimit` with `RateLimit-Policy`. Null where an answer says nothing of it.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export function readQuota(headers: Pick<Headers, 'get'>, now: number): QuotaReading | null {
  const reading = fromStructured(headers, now) ?? fromPlain(headers, now);
  return Object.values(reading).every((value) => value === null) ? null : reading;
}

function fromPlain(headers: Pick<Headers, 'get'>, now: number): QuotaReading {
  const read = (name: string) => count(headers.get(`x-ratelimit-${name}`) ?? headers.get(`ratelimit-${name}`));
  return {
    limit: bounded(read('limit')),
    remaining: bounded(read('remaining')),
    resetsAt: momentOf(read('reset'), now),
  };
}

/** Today's `"default";r=50;t=30` with the policy `"default";q=100;w=60`, and the older `limit=100, remaining=50, reset=30`. */
function fromStructured(headers: Pick<Headers, 'get'>, now: number): QuotaReading | null {
  const text = headers.get('ratelimit');
  if (text === null) return null;
  const policy = headers.get('ratelimit-policy') ?? '';
  return {
    limit: bounded(parameter(text, 'limit') ?? parameter(policy, 'q') ?? count(policy)),
    remaining: bounded(parameter(text, 'remaining') ?? parameter(text, 'r')),
    resetsAt: momentOf(parameter(text, 'reset') ?? parameter(text, 't'), now),
  };
}

function parameter(text: string, name: string): number | null {
  return count(new RegExp(`(?:^|[;,\\s])${name}=(\\d+)`).exec(text)?.[1]);
}

/** As an integer column holds it. */
const MAX_COUNT = 2_147_483_647;

function count(text: string | null | undefined): number | null {
  // Some send several limits, "100, 100;window=60": the first is the one that binds.
  const [, digits] = /^\s*(\d+(?:\.\d+)?)/.exec(text ?? '') ?? [];
  return digits === undefined ? null : Math.floor(Number(digits));
}

function bounded(value: number | null): number | null {
  return value === null ? null : Math.min(value, MAX_COUNT);
}

const SMALLEST_EPOCH_SECONDS = 1_000_000_000;
const SMALLEST_EPOCH_MS = 100_000_000_000;

/** Providers send seconds from now, epoch seconds or epoch milliseconds; their size tells them apart. */
function momentOf(reset: number | null, now: number): number | null {
  if (reset === null) return null;
  if (reset >= SMALLEST_EPOCH_MS) return reset;
  return reset >= SMALLEST_EPOCH_SECONDS ? reset * 1000 : now + reset * 1000;
}
