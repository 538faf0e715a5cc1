import { HubError, type ErrorCode } from '../../platform/errors/hub-error.js';

/** Acme Corp did not accept a call. What says "later" or "sign in again" (401, 429, 5xx) the hub tells apart before. */
export class AcmeCorpRefusal extends Error {
  override readonly name = 'AcmeCorpRefusal';

  constructor(readonly status: number) {
    super(`Acme Corp answered with status ${status}.`);
  }
}

/** What a person can do about a refusal, by its status. */
const REFUSALS: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  403: [
    'REAUTHORIZATION_REQUIRED',
    'Acme Corp was connected without a permission that this needs. Connect it again and allow it.',
  ],
  404: ['BAD_INPUT', 'Acme Corp has no such thing, or this account may not see it. Check the id.'],
  422: ['BAD_INPUT', 'Acme Corp does not accept what was sent. Correct it and send it again.'],
};

/** A refusal in words a person can act on; null where the error is none of Acme Corp's. */
export function acmeCorpErrorOf(error: unknown): HubError | null {
  if (!(error instanceof AcmeCorpRefusal)) return null;
  const { status } = error;
  const [code, message] = REFUSALS[status] ?? [
    'PROVIDER_REJECTED',
    `Acme Corp did not accept the request (HTTP ${status}). Try again; if it stays, report it to whoever runs this service.`,
  ];
  return new HubError(code, message, { status, cause: error });
}
