import { z } from 'zod';
import { findHubError } from '../../platform/errors/hub-error.js';
import type { AnswerMeaning } from '../provider.js';

/** What every API of Google's says of a refusal. @see https://cloud.google.com/apis/design/errors */
const errorBody = z.object({ error: z.object({ errors: z.array(z.object({ reason: z.string() })) }) });

/** The SDK's error (gaxios) as far as it is read here; by shape, for the SDK is loaded late. */
const sdkError = z.object({ status: z.number(), response: z.object({ data: z.unknown() }).optional() });

const RATE_LIMITS = new Set(['rateLimitExceeded', 'userRateLimitExceeded', 'quotaExceeded', 'dailyLimitExceeded']);

/** What Google refused. */
export interface GoogleRefusal {
  /** From 400 to 499. */
  status: number;
  /** Google's own word for it, e.g. `insufficientPermissions`; null where there is none. */
  reason: string | null;
}

/** Google says with 403, too, that it is called too often. */
export function meaningOfGoogle({ status, body }: { status: number; body: unknown }): AnswerMeaning {
  return status === 403 && RATE_LIMITS.has(reasonIn(body) ?? '') ? 'RATE_LIMITED' : null;
}

/** HTTP status of the answer that an error comes from; null where none came. */
export function statusOf(error: unknown): number | null {
  const parsed = sdkError.safeParse(error);
  return parsed.success ? parsed.data.status : (findHubError(error)?.status ?? null);
}

/** What the SDK's error says that Google refused; null where it is none of the SDK's, or no refusal. */
export function refusalOf(error: unknown): GoogleRefusal | null {
  const parsed = sdkError.safeParse(error);
  if (!parsed.success) return null;
  const { status, response } = parsed.data;
  return status < 400 || status >= 500 ? null : { status, reason: reasonIn(response?.data) };
}

function reasonIn(body: unknown): string | null {
  const parsed = errorBody.safeParse(body);
  return parsed.data?.error.errors[0]?.reason ?? null;
}
