import { HubError, type ErrorCode } from '../platform/errors/hub-error.js';
import { TooLarge } from '../platform/http/read-bounded.js';
import type { ProviderDefinition } from '../providers/provider.js';
import type { Exchange, Outcome, Verdict } from './exchange.js';
import { isRepeatable } from './outgoing-request.js';

const CODES: Readonly<Partial<Record<Verdict, ErrorCode>>> = {
  TOKEN_REFUSED: 'REAUTHORIZATION_REQUIRED',
  RATE_LIMITED: 'PROVIDER_RATE_LIMITED',
  UNAVAILABLE: 'PROVIDER_UNAVAILABLE',
  NO_ANSWER: 'PROVIDER_UNAVAILABLE',
  CONTRACT_BROKEN: 'PROVIDER_CONTRACT_BROKEN',
};

/** A rate limit that does not say when it ends has mostly ended by then. */
const RATE_LIMIT_REST_MS = 60_000;

/** What an outcome means to whoever called; null where the SDK itself reads the answer. */
export function errorOfOutcome(exchange: Exchange, outcome: Outcome, now: number): HubError | null {
  const code = CODES[outcome.verdict];
  if (code === undefined) return null;
  return new HubError(code, messageOf(exchange, outcome), {
    status: outcome.status === 0 ? undefined : outcome.status,
    retryAt: outcome.retryAt ?? (outcome.verdict === 'RATE_LIMITED' ? now + RATE_LIMIT_REST_MS : undefined),
    cause: outcome.cause,
  });
}

/** What a try's row in the call log says of it; null where nothing went wrong. */
export function wordsOf(provider: ProviderDefinition, outcome: Outcome | null): string | null {
  if (outcome === null) return 'The hub gave the call up before an answer came.';
  return outcome.problem === null ? null : `${provider.name} ${outcome.problem}.`;
}

function messageOf(exchange: Exchange, outcome: Outcome): string {
  return `${wordsOf(exchange.provider, outcome)} ${adviceOn(exchange, outcome)}`;
}

function adviceOn(exchange: Exchange, { verdict, isUnsent, cause }: Outcome): string {
  if (verdict === 'TOKEN_REFUSED') return 'Check them and try again.';
  if (cause instanceof TooLarge && exchange.maxAnswerBytes !== undefined) return 'Ask for less at a time.';
  if (verdict === 'CONTRACT_BROKEN') return 'Check the address under which the provider is configured.';
  if (verdict === 'RATE_LIMITED') return 'The hub waits as long as it was asked to.';
  if (isUnsent || isRepeatable(exchange)) return 'The hub tried more than once; try again later.';
  return 'It may have arrived all the same, so the hub did not send it again.';
}
