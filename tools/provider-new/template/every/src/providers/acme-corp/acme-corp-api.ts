import type { z } from 'zod';
import type { ApiContext } from '../provider.js';
import { AcmeCorpRefusal } from './acme-corp-error.js';

/** The calls of Acme Corp's API; paths are relative to its base. */
export interface AcmeCorpApi {
  get<T>(path: string, answer: z.ZodType<T>, signal?: AbortSignal): Promise<T>;
  post<T>(path: string, answer: z.ZodType<T>, write: Write): Promise<T>;
}

/** What a call sends. */
export interface Write {
  body: object;
  /** Two calls with one key have one effect; null where the caller gave none. */
  idempotencyKey: string | null;
  signal: AbortSignal;
}

/**
 * Acme Corp's API over the integration's fetch. Where Acme Corp has an official SDK that takes a fetch, give it this
 * one, with the SDK's own retries off.
 * @throws AcmeCorpRefusal where Acme Corp does not accept a call.
 */
export function createAcmeCorpApi({ fetch, apiUrl }: ApiContext): AcmeCorpApi {
  async function call<T>(path: string, answer: z.ZodType<T>, init: RequestInit): Promise<T> {
    const response = await fetch(new URL(path, apiUrl), init);
    if (!response.ok) throw new AcmeCorpRefusal(response.status);
    return answer.parse(await response.json());
  }
  return {
    get: (path, answer, signal) => call(path, answer, { signal }),
    post: (path, answer, { body, idempotencyKey, signal }) =>
      call(path, answer, { method: 'POST', headers: headersOf(idempotencyKey), body: JSON.stringify(body), signal }),
  };
}

function headersOf(idempotencyKey: string | null): Record<string, string> {
  return {
    'content-type': 'application/json',
    ...(idempotencyKey !== null && { 'idempotency-key': idempotencyKey }),
  };
}
