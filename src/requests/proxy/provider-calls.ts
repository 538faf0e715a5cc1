import { audited, type AuditMeans } from '../../audit/audited.js';
import { HubError } from '../../platform/errors/hub-error.js';
import type { ProviderDefinition } from '../../providers/provider.js';
import { requireRole } from '../../viewer/require-role.js';
import type { VisibleReader } from '../../viewer/visible-reader.js';
import { attempt, outputOf } from '../attempt.js';
import { endpointOf } from '../endpoint-path.js';
import { findCalledProvider } from '../find-called-provider.js';
import { checkIdempotencyKey } from '../idempotency-key.js';
import type { Caller, CallOptions } from '../request-manager.js';
import { callAddress } from './call-address.js';
import { readAnswer, type CallAnswer } from './call-answer.js';
import { callBody } from './call-body.js';
import { callHeaders } from './call-headers.js';

export interface ProviderCall {
  integrationId: string;
  method: string;
  /** Below the base of the provider's API. */
  path: string;
  /** Anything, as `body` and `headers`; checked here. */
  query?: unknown;
  headers?: unknown;
  body?: unknown;
  idempotencyKey?: string | null;
}

export interface ProviderCallsOptions extends AuditMeans {
  providers: {
    find(providerId: string): ProviderDefinition | null;
    settings(providerId: string): Promise<{ endpoints: { apiUrl: string } }>;
  };
  callerOf(integrationId: string, options: CallOptions): Promise<Caller>;
  /** Aborted when the hub stops. */
  signal?: AbortSignal;
}

const MAX_ANSWER_BYTES = 5 * 1024 * 1024;

/** Calls of a provider's API that nobody declared, by the way that all calls go. */
export class ProviderCalls {
  constructor(private readonly options: ProviderCallsOptions) {}

  /**
   * Makes one call and gives the provider's answer, also where that is a refusal (4xx).
   * @throws HubError NOT_FOUND, FORBIDDEN, BAD_INPUT, or what kept the provider from answering.
   */
  async call(read: VisibleReader, call: ProviderCall): Promise<CallAnswer> {
    const { providers, callerOf, signal: stopping, clock } = this.options;
    const provider = await findCalledProvider(read, providers, call.integrationId);
    if (provider.proxy?.openTo !== 'OWNER') requireRole(read.viewer, 'ADMIN', 'OPERATOR');
    const { endpoints } = await providers.settings(provider.id);
    const idempotencyKey = keyFor(provider, call);
    const url = callAddress(endpoints.apiUrl, call.path, call.query);
    const init = requestOf(provider, call, idempotencyKey);

    const subject = `${call.method} ${endpointOf(new URL(url))}`;
    const deed = { action: 'PROVIDER_CALLED' as const, integrationId: call.integrationId, subject };
    return audited(read.viewer, deed, this.options, async () => {
      const outcome = await attempt({ provider, idempotencyKey, stopping, clock }, async (options) => {
        const limits = { isUndeclared: true, maxAnswerBytes: MAX_ANSWER_BYTES };
        const { fetch } = await callerOf(call.integrationId, { ...options, ...limits });
        return readAnswer(await fetch(url, { ...init, signal: options.signal }));
      });
      return outputOf(outcome) as CallAnswer;
    });
  }
}

function requestOf(provider: ProviderDefinition, call: ProviderCall, key: string | null): RequestInit {
  const headers = callHeaders(provider, call.headers);
  const body = callBody(call.method, call.body, headers);
  if (!headers.has('accept')) headers.set('accept', 'application/json');
  if (key !== null && provider.idempotencyHeader !== undefined) headers.set(provider.idempotencyHeader, key);
  return { method: call.method, headers, body };
}

/** A key that the provider does not know would promise what nobody keeps. */
function keyFor({ name, idempotencyHeader }: ProviderDefinition, call: ProviderCall): string | null {
  const key = checkIdempotencyKey(call.idempotencyKey);
  if (key === null || idempotencyHeader !== undefined) return key;
  throw new HubError(
    'BAD_INPUT',
    `${name} takes no idempotency keys. Leave idempotencyKey out; the hub sends a write once.`,
    {
      field: ['input', 'idempotencyKey'],
    },
  );
}
