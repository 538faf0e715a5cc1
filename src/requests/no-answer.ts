import type { Outcome } from './exchange.js';

/** Failures in which no connection was made, in words that follow the provider's name. */
const UNSENT: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection',
  ENOTFOUND: 'could not be found: its host name is unknown',
  EAI_AGAIN: 'could not be found: name look-up failed',
  EHOSTUNREACH: 'could not be reached',
  ENETUNREACH: 'could not be reached',
  UND_ERR_CONNECT_TIMEOUT: 'did not take the connection in time',
};

/** The outcome of a try that brought no whole answer; `timeoutMs` where it is time that ran out. */
export function outcomeWithoutAnswer(error: unknown, timeoutMs: number | null): Outcome {
  const code = timeoutMs === null ? codeOf(error) : null;
  const unsent = code === null ? undefined : UNSENT[code];
  return {
    verdict: 'NO_ANSWER',
    status: 0,
    answer: null,
    retryAt: null,
    isUnsent: unsent !== undefined,
    problem: unsent ?? lostWords(code, timeoutMs),
    cause: error,
  };
}

function lostWords(code: string | null, timeoutMs: number | null): string {
  if (timeoutMs !== null) return `did not answer within ${Math.round(timeoutMs / 1000)} seconds`;
  if (code !== null && /CERT|TLS|SSL/.test(code)) return 'showed a certificate that the hub does not trust';
  return 'broke off before its answer was complete';
}

/** The system's or undici's code, which `fetch` hides in the cause. */
function codeOf(error: unknown): string | null {
  let current = error;
  for (let depth = 0; depth < 4 && current instanceof Error; depth += 1) {
    const { code } = current as { code?: unknown };
    if (typeof code === 'string') return code;
    current = current.cause;
  }
  return null;
}
