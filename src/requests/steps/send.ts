import type { Answer, Exchange, Outcome } from '../exchange.js';
import type { OutgoingRequest } from '../outgoing-request.js';
import { outcomeWithoutAnswer } from '../no-answer.js';
import { readBounded, TooLarge } from '../../platform/http/read-bounded.js';

const DEADLINE_MS = 30_000;
const MAX_ANSWER_BYTES = 50 * 1024 * 1024;
const MAX_REDIRECTS = 5;

export interface SendLimits {
  /** For the whole answer. */
  deadlineMs: number;
  maxAnswerBytes: number;
}

export const SEND_LIMITS: SendLimits = { deadlineMs: DEADLINE_MS, maxAnswerBytes: MAX_ANSWER_BYTES };

/**
 * Sends the request once and reads the whole answer.
 * @throws the signal's reason where the caller gave up.
 */
export function sender(judge: (exchange: Exchange, answer: Answer) => Outcome, limits: SendLimits) {
  return async (exchange: Exchange): Promise<Outcome> => {
    const deadline = AbortSignal.timeout(limits.deadlineMs);
    const signal = AbortSignal.any([exchange.signal, deadline]);
    try {
      return judge(exchange, await send(exchange.request, signal, limits.maxAnswerBytes));
    } catch (error) {
      exchange.signal.throwIfAborted();
      if (error instanceof TooLarge) return broken(error.status, tooLarge(limits.maxAnswerBytes), error);
      return outcomeWithoutAnswer(error, deadline.aborted ? limits.deadlineMs : null);
    }
  };
}

async function send(request: OutgoingRequest, signal: AbortSignal, maxBytes: number): Promise<Answer> {
  let { url } = request;
  for (let redirects = 0; ; redirects += 1) {
    const { method, headers, body } = request;
    const response = await fetch(url, { method, headers, body, signal, redirect: 'manual' });
    const next = redirects < MAX_REDIRECTS ? redirectOf(request, url, response) : null;
    if (next === null) return answerOf(response, url, maxBytes);
    await response.body?.cancel();
    url = next;
  }
}

/**
 * Where to go on, within the same origin and with the same method only: the headers hold the token,
 * and it never leaves for another place. Null where the answer is to be taken as it is.
 */
function redirectOf(request: OutgoingRequest, from: URL, response: Response): URL | null {
  const location = response.headers.get('location');
  if (location === null || !URL.canParse(location, from.href)) return null;
  const keepsMethod = [307, 308].includes(response.status);
  const isRead = ['GET', 'HEAD'].includes(request.method) && [301, 302, 303].includes(response.status);
  const to = new URL(location, from);
  return (keepsMethod || isRead) && to.origin === from.origin ? to : null;
}

async function answerOf(response: Response, url: URL, maxBytes: number): Promise<Answer> {
  const body = await readBounded(response, maxBytes);
  return { status: response.status, headers: response.headers, body, url: url.toString() };
}

function tooLarge(maxBytes: number): string {
  return `answered with more than ${Math.round(maxBytes / 1024 / 1024)} MiB, which is more than the hub takes`;
}

function broken(status: number, problem: string, cause: unknown): Outcome {
  return { verdict: 'CONTRACT_BROKEN', status, answer: null, retryAt: null, isUnsent: false, problem, cause };
}
