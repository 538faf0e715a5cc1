import { AnswerCollector } from '../../platform/http/answer-collector.js';
import { isPrivateAddressError, type OutgoingHttp } from '../../platform/http/outgoing-http.js';
import { TooLarge } from '../../platform/http/read-bounded.js';
import { readRetryAfter } from '../../platform/http/retry-after.js';
import { AnswerHeaders } from '../../requests/answer-headers.js';
import { outcomeOfRefusedAddress, outcomeWithoutAnswer } from '../../requests/no-answer.js';
import { SEND_MS, type Message, type Sent } from './send.js';

/** Nobody reads the answer; it is taken so that the connection can be used again. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** Posts JSON. Redirects are not followed: what is signed for one address is not handed on to another. */
export async function post(
  http: OutgoingHttp,
  { to, now, signal }: Message,
  { body, headers }: { body: string; headers: Record<string, string> },
): Promise<Sent> {
  const collector = new AnswerCollector(MAX_ANSWER_BYTES);
  const onAbort = () => collector.abort(new Error('The hub stops.'));
  let isTooLate = false;
  const timer = setTimeout(() => {
    isTooLate = true;
    collector.abort(new Error('The answer took too long.'));
  }, SEND_MS);
  signal.addEventListener('abort', onAbort);
  try {
    http.send(
      {
        url: new URL(to.address),
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'integration-hub', accept: '*/*', ...headers },
        body: Buffer.from(body),
        headersMs: SEND_MS,
        bodyIdleMs: SEND_MS,
      },
      collector,
    );
    const { status, headers: answered } = await collector.answer;
    return sentOf(status, readRetryAfter(new AnswerHeaders(answered), now));
  } catch (error) {
    // Its status was there before.
    if (error instanceof TooLarge) return sentOf(collector.status, null);
    return { problem: wordsOf(error, isTooLate), statusCode: null, retryAt: null, isGone: false };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

function sentOf(statusCode: number, retryAt: number | null): Sent {
  const isTaken = statusCode >= 200 && statusCode < 300;
  const isRedirect = statusCode >= 300 && statusCode < 400;
  const problem = isRedirect ? `answered ${statusCode}; redirects are not followed` : `answered ${statusCode}`;
  return { problem: isTaken ? null : problem, statusCode, retryAt, isGone: statusCode === 410 };
}

function wordsOf(error: unknown, isTooLate: boolean): string {
  const outcome = isPrivateAddressError(error)
    ? outcomeOfRefusedAddress(error)
    : outcomeWithoutAnswer(error, isTooLate ? SEND_MS : null);
  return outcome.problem ?? 'did not answer';
}
