import { HubError } from '../platform/errors/hub-error.js';
import type { ProviderDefinition } from '../providers/provider.js';
import type { ActionOutcome } from './action-runs.js';
import { toHubError } from './provider-errors.js';
import type { CallOptions } from './request-manager.js';

export interface AttemptOptions {
  provider: ProviderDefinition;
  /** Under which the caller would do the same again; null where it has none. */
  idempotencyKey: string | null;
  /** Aborted when the hub stops. */
  stopping?: AbortSignal;
  clock: () => number;
}

/** Longer than a call with all its retries. */
const DEADLINE_MS = 60_000;
/** Most faults have ended by then. */
const TRY_AGAIN_MS = 30_000;

/**
 * Does something at a provider for a person who waits. It never rejects: what fails is told in words, with when to
 * try again, or that the same may have been done already.
 */
export async function attempt(
  { provider, idempotencyKey, stopping, clock }: AttemptOptions,
  work: (call: CallOptions) => Promise<unknown>,
): Promise<ActionOutcome> {
  let mayHaveEffect = false;
  const onCall: CallOptions['onCall'] = (call) => (mayHaveEffect ||= call.mayHaveEffect);
  const signal = AbortSignal.any([AbortSignal.timeout(DEADLINE_MS), ...(stopping ? [stopping] : [])]);
  try {
    return { output: await work({ purpose: 'action', signal, syncLogId: null, idempotencyKey, onCall }) };
  } catch (error) {
    const known = toHubError(provider, error) ?? (signal.aborted ? stopped(provider, error) : null);
    const told = known === null ? error : mayHaveEffect ? notToRepeat(known, provider) : withTime(known, clock());
    return { error: told, mayHaveEffect };
  }
}

/** @throws what the attempt failed with. */
export function outputOf(outcome: ActionOutcome): unknown {
  if ('error' in outcome) throw outcome.error;
  return outcome.output;
}

function stopped(provider: ProviderDefinition, cause: unknown): HubError {
  return new HubError('PROVIDER_UNAVAILABLE', `The hub gave up waiting for ${provider.name}.`, { cause });
}

/** Trying again may do it twice. */
function notToRepeat(error: HubError, provider: ProviderDefinition): HubError {
  if (!error.retryable) return error;
  return new HubError(
    error.code,
    `${error.message} Look at ${provider.name} before you try again: it may have had its effect.`,
    { status: error.status, retryable: false, cause: error },
  );
}

/** Whoever may try again is told when, also where the provider did not say. */
function withTime(error: HubError, now: number): HubError {
  if (!error.retryable || error.retryAt !== undefined) return error;
  const { code, message, status } = error;
  return new HubError(code, message, { status, retryAt: now + TRY_AGAIN_MS, cause: error });
}
