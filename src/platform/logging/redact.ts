import { redactError } from './redact-error.js';
import { REDACTED, isSecretName, redactText } from './secrets.js';

const MAX_DEPTH = 8;
const MAX_ITEMS = 100;

/** A copy that can be shown: no secrets, no cycles, errors and HTTP messages down to what may be known of them. */
export function redact(value: unknown): unknown {
  return copy(value, MAX_DEPTH, []);
}

function copy(value: unknown, depth: number, path: readonly object[]): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return redactError(value);
  if (value instanceof Date) return value;
  if (value instanceof URL) return redactText(value.href);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (depth === 0 || path.includes(value)) return '[…]';
  return copyFields(value, depth - 1, [...path, value]);
}

function copyFields(value: object, depth: number, path: readonly object[]): unknown {
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => copy(item, depth, path));
  if (value instanceof Set) return copyFields([...value], depth, path);
  const request = summaryOfHttp(value);
  if (request !== null) return copyEntries(Object.entries(request), depth, path);
  const entries = value instanceof Map || value instanceof Headers ? [...value] : Object.entries(value);
  return copyEntries(entries, depth, path);
}

function copyEntries(entries: [unknown, unknown][], depth: number, path: readonly object[]): Record<string, unknown> {
  const shown = entries.slice(0, MAX_ITEMS).map(([key, value]) => {
    const name = String(key);
    return [name, isSecretName(name) && value !== null && value !== undefined ? REDACTED : copy(value, depth, path)];
  });
  return Object.fromEntries(shown) as Record<string, unknown>;
}

/** Method and address of a request, status of a reply (Fastify's or Node's); null for anything else. */
function summaryOfHttp(value: object): Record<string, unknown> | null {
  const message = value as Record<string, unknown>;
  if (typeof message.method === 'string' && typeof message.url === 'string' && 'headers' in value) {
    return { id: typeof message.id === 'object' ? undefined : message.id, method: message.method, url: message.url };
  }
  if (typeof message.statusCode === 'number' && ('raw' in value || 'setHeader' in value || 'headers' in value)) {
    return { statusCode: message.statusCode };
  }
  return null;
}
