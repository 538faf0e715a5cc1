import type { AnswerMeaning, ProviderDefinition } from '../providers/provider.js';
import type { Answer, Exchange, Outcome, Verdict } from './exchange.js';
import { readRetryAfter } from '../platform/http/retry-after.js';
import { readQuota, type QuotaReading } from './quota-headers.js';

const PROBLEMS: Readonly<Record<Verdict, string | null>> = {
  OK: null,
  REJECTED: 'rejected the request',
  TOKEN_REFUSED: 'no longer accepts the credentials',
  RATE_LIMITED: 'asks to be called less often',
  UNAVAILABLE: 'had a fault of its own',
  NO_ANSWER: 'did not answer',
  CONTRACT_BROKEN: 'answered with a web page where data was expected',
};

const REDIRECTED = 'redirected the hub to another place, where it does not go with the credentials';

/** Says what an answer means: by its status, by the provider's own word, by what it holds. */
export function judge({ provider, request }: Exchange, answer: Answer, now: number): Outcome {
  const verdict = verdictOf(provider, answer, request.headers.get('accept') ?? '');
  const retryAt = readRetryAfter(answer.headers, now);
  return {
    verdict,
    status: answer.status,
    answer,
    retryAt,
    quota: readQuota(answer.headers, now) ?? (verdict === 'RATE_LIMITED' ? spentUntil(retryAt) : null),
    isUnsent: false,
    problem: verdict === 'CONTRACT_BROKEN' && answer.status >= 300 ? REDIRECTED : PROBLEMS[verdict],
  };
}

/** A refusal says that nothing is left, and maybe until when. */
function spentUntil(retryAt: number | null): QuotaReading | null {
  return retryAt === null ? null : { limit: null, remaining: 0, resetsAt: retryAt };
}

function verdictOf(provider: ProviderDefinition, answer: Answer, accept: string): Verdict {
  const { status } = answer;
  const meaning = status === 401 ? 'TOKEN_REFUSED' : status === 429 ? 'RATE_LIMITED' : meaningOf(provider, answer);
  if (meaning !== null) return meaning;
  if (status >= 500 || status === 408) return 'UNAVAILABLE';
  if (status >= 400) return 'REJECTED';
  if (status >= 300) return status === 304 ? 'OK' : 'CONTRACT_BROKEN';
  return isWebPage(answer) && !accept.includes('text/html') ? 'CONTRACT_BROKEN' : 'OK';
}

function meaningOf(provider: ProviderDefinition, { status, headers, body }: Answer): AnswerMeaning {
  if (provider.meaningOf === undefined || !isJson(headers)) return null;
  try {
    return provider.meaningOf({ status, body: JSON.parse(new TextDecoder().decode(body)) });
  } catch (error) {
    // Broken JSON means nothing here; the SDK that reads it says what is wrong with it.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isJson(headers: Answer['headers']): boolean {
  return /[/+]json\b/i.test(headers.get('content-type') ?? '');
}

/** A sign-in page, a proxy's notice or a maintenance page that came with a good status. */
function isWebPage({ headers, body }: Answer): boolean {
  const type = headers.get('content-type');
  if (type !== null) return /\bhtml\b/i.test(type);
  return /^\s*<(!doctype|html)/i.test(new TextDecoder().decode(body.subarray(0, 100)));
}
