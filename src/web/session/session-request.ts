import { Failure, kindOfStatus } from '../graphql/failure.js';

/**
 * Trades a key or token for the session's cookie, which scripts cannot read.
 * @throws Failure where the hub does not take it.
 */
export async function beginSession(key: string): Promise<void> {
  // A header holds no line breaks and no letters beyond ASCII; no key has them either.
  if (!/^[\x21-\x7e]+$/.test(key)) throw new Failure('not-a-key');
  const answer = await send('POST', { authorization: `Bearer ${key}` });
  if (!answer.ok) throw await failureIn(answer);
}

/** @throws Failure where the hub could not end it, so that nobody leaves thinking that it did. */
export async function endSession(): Promise<void> {
  const answer = await send('DELETE', {});
  if (!answer.ok) throw await failureIn(answer);
}

async function send(method: 'POST' | 'DELETE', headers: Record<string, string>): Promise<Response> {
  try {
    return await fetch('/session', { method, headers, credentials: 'same-origin' });
  } catch {
    throw new Failure('unreachable');
  }
}

/** The hub's own sentence where it sent one. */
async function failureIn(answer: Response): Promise<Failure> {
  const body = (await answer.json().catch(() => null)) as { error?: { message?: unknown } } | null;
  const message = body?.error?.message;
  return new Failure(kindOfStatus(answer.status), typeof message === 'string' ? message : null);
}
