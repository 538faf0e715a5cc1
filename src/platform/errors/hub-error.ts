/** Every way in which the hub fails on purpose, and INTERNAL for what is thrown beside them: a bug, masked. */
export const ERROR_CODES = [
  'BAD_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'WEBHOOK_REJECTED',
  'REAUTHORIZATION_REQUIRED',
  'PROVIDER_RATE_LIMITED',
  'PROVIDER_UNAVAILABLE',
  'PROVIDER_REJECTED',
  'PROVIDER_CONTRACT_BROKEN',
  'MASS_DELETION_REFUSED',
  'INTERNAL',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export interface HubErrorOptions {
  cause?: unknown;
  /** Epoch milliseconds at which trying again makes sense. */
  retryAt?: number;
  /** Path into the mutation's input, e.g. ['input', 'returnUrl']. */
  field?: readonly string[];
  /** HTTP status of the provider's answer, where there was one. */
  status?: number;
  /** False where the code speaks for trying again but a write may have had its effect already. */
  retryable?: false;
}

/**
 * The one error family. `message` is for the person who reads it: what happened, what the hub does
 * about it, what they can do. It never holds a secret or a provider's raw answer.
 */
export class HubError extends Error {
  override readonly name = 'HubError';
  readonly retryAt: number | undefined;
  readonly field: readonly string[] | undefined;
  readonly status: number | undefined;
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable: boolean;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: HubErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.retryAt = options.retryAt;
    this.field = options.field;
    this.status = options.status;
    this.retryable = options.retryable ?? (code === 'PROVIDER_RATE_LIMITED' || code === 'PROVIDER_UNAVAILABLE');
  }
}

/** The HubError inside an error that an SDK wrapped around it (`cause`, Slack's `original`), or null. */
export function findHubError(error: unknown): HubError | null {
  let current = error;
  for (let depth = 0; depth < 8 && current !== null && typeof current === 'object'; depth += 1) {
    if (current instanceof HubError) return current;
    const wrapper = current as { cause?: unknown; original?: unknown; error?: unknown };
    current = wrapper.cause ?? wrapper.original ?? wrapper.error;
  }
  return null;
}
