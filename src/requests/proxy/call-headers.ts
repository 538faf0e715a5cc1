import { z } from 'zod';
import type { ProviderDefinition } from '../../providers/provider.js';
import { refuse } from './refuse.js';

/** Headers that say what is wanted, and nothing of who asks or where the call goes. */
const ALLOWED = [
  'accept',
  'accept-language',
  'content-language',
  'content-type',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-unmodified-since',
  'prefer',
  'range',
];

const MAX_LENGTH = 2_000;

const named = z.record(z.string(), z.unknown());

/**
 * The headers of a call, of those that a caller may set.
 * @throws HubError BAD_INPUT, naming the header.
 */
export function callHeaders({ proxy }: Pick<ProviderDefinition, 'proxy'>, given: unknown): Headers {
  const headers = new Headers();
  if (given === null || given === undefined) return headers;
  const parsed = named.safeParse(given);
  if (!parsed.success) throw refuse(['headers'], 'The headers are an object, e.g. { "accept": "application/json" }.');
  const allowed = [...ALLOWED, ...(proxy?.headers ?? [])];
  for (const [name, value] of Object.entries(parsed.data)) {
    if (!allowed.includes(name.toLowerCase())) throw notAllowed(name, allowed);
    headers.set(name, textOf(name, value));
  }
  return headers;
}

function textOf(name: string, value: unknown): string {
  if (typeof value === 'string' && value.length <= MAX_LENGTH && /^[\t\u0020-\u007e]*$/.test(value)) return value;
  throw refuse(
    ['headers', name],
    `A header is a text of one line, in ASCII and not longer than ${MAX_LENGTH} characters.`,
  );
}

function notAllowed(name: string, allowed: readonly string[]) {
  const shown = name.slice(0, 60);
  return refuse(
    ['headers', shown],
    `The header "${shown}" cannot be set: the hub adds the credentials itself. These can: ${allowed.join(', ')}.`,
  );
}
