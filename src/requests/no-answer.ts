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

/** Time that ran out before the whole of it did. */
const TOO_SLOW: Readonly<Record<string, string>> = {
  UND_ERR_HEADERS_TIMEOUT: 'took the request and did not begin to answer in time',
  UND_ERR_BODY_TIMEOUT: 'stopped in the middle of its answer',
};

/** The outcome of a try that brought no whole answer; `timeoutMs` where it is time that ran out. */
export function outcomeWithoutAnswer(error: unknown, timeoutMs: number | null): Outcome {
  const code = timeoutMs === null ? codeOf(error) : null;
  const unsent = code === null ? undefined : UNSENT[code];
  return {
    ...WITHOUT_ANSWER,
    verdict: 'NO_ANSWER',
    isUnsent: unsent !== undefined,
    problem: unsent ?? lostWords(code, timeoutMs),
    cause: error,
  };
}

/** More came than the hub takes; the rest was not read. */
export function outcomeOfTooMuch(status: number, maxBytes: number, cause: unknown): Outcome {
  const mebibytes = Math.max(1, Math.round(maxBytes / 1024 / 1024));
  const problem = `answered with more than ${mebibytes} MiB, which is more than the hub takes`;
  return { ...WITHOUT_ANSWER, status, verdict: 'CONTRACT_BROKEN', isUnsent: false, problem, cause };
}

/** The address, or a redirect, leads into a private network: nothing was sent there. */
export function outcomeOfRefusedAddress(cause: unknown): Outcome {
  const problem = 'leads to an address inside a private network, where the hub does not go';
  return { ...WITHOUT_ANSWER, verdict: 'CONTRACT_BROKEN', isUnsent: true, problem, cause };
}

const WITHOUT_ANSWER = { status: 0, answer: null, retryAt: null, quota: null } as const;

function lostWords(code: string | null, timeoutMs: number | null): string {
  if (timeoutMs !== null) return `did not answer within ${secondsOf(timeoutMs)}`;
  if (code !== null && /CERT|TLS|SSL/.test(code)) return 'showed a certificate that the hub does not trust';
  return (code === null ? undefined : TOO_SLOW[code]) ?? 'broke off before its answer was complete';
}

function secondsOf(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds === 1 ? 'a second' : `${seconds} seconds`;
}

/** The system's or undici's code, which may stand in a cause. */
function codeOf(error: unknown): string | null {
  let current = error;
  for (let depth = 0; depth < 4 && current instanceof Error; depth += 1) {
    const { code } = current as { code?: unknown };
    if (typeof code === 'string') return code;
    current = current.cause;
  }
  return null;
}
