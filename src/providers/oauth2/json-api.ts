import { HubError } from '../../platform/errors/hub-error.js';
import type { ApiContext } from '../provider.js';

/** A JSON answer. */
export interface JsonAnswer {
  body: unknown;
  headers: Headers;
}

/** An API without an SDK: GET what is JSON. */
export interface JsonApi {
  apiUrl: string;
  /**
   * @throws HubError PROVIDER_REJECTED where it is refused, PROVIDER_CONTRACT_BROKEN where it is no JSON; and what
   * the request manager throws.
   */
  get(url: URL, signal?: AbortSignal): Promise<JsonAnswer>;
}

export function jsonApi(name: string, { fetch, apiUrl }: ApiContext): JsonApi {
  return {
    apiUrl,
    async get(url, signal) {
      const response = await fetch(url, { headers: { accept: 'application/json' }, signal });
      const text = await response.text();
      if (!response.ok) throw refused(name, url, response.status);
      try {
        return { body: JSON.parse(text) as unknown, headers: response.headers };
      } catch (cause) {
        throw new HubError('PROVIDER_CONTRACT_BROKEN', `${name} answered ${url.pathname} with what is not JSON.`, {
          cause,
        });
      }
    },
  };
}

function refused(name: string, { pathname }: URL, status: number): HubError {
  const why =
    status === 403
      ? 'this account may not read it. Connect it again with the permission that is missing, or ask who administers the account'
      : status === 404
        ? 'it has nothing there. Whoever runs the hub should check the path that was declared'
        : `it refused the request (HTTP ${status}). Whoever runs the hub should check what was declared`;
  return new HubError('PROVIDER_REJECTED', `${name} does not give ${pathname}: ${why}.`, { status });
}
