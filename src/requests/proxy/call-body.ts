import { queryOf } from './call-query.js';
import { refuse } from './refuse.js';

const FORM = 'application/x-www-form-urlencoded';
const WITHOUT_BODY = new Set(['GET', 'HEAD']);

/**
 * The body of a call: a text as it is, anything else as JSON, or as a form where the content type says so. It
 * completes the content type.
 * @returns null where there is none.
 * @throws HubError BAD_INPUT where the body cannot be sent so.
 */
export function callBody(method: string, body: unknown, headers: Headers): string | null {
  if (body === null || body === undefined) {
    headers.delete('content-type');
    return null;
  }
  if (WITHOUT_BODY.has(method)) throw refuse(['body'], `A ${method} has no body: give parameters as query.`);
  if (typeof body === 'string') return body;
  const type = headers.get('content-type') ?? 'application/json';
  if (!headers.has('content-type')) headers.set('content-type', type);
  if (type.toLowerCase().startsWith(FORM)) return String(queryOf(body, 'body'));
  if (/[/+]json\b/i.test(type)) return JSON.stringify(body);
  throw refuse(['body'], `A body of type ${type} is a text.`);
}
