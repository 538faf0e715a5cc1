import type { Delivery } from './signature-scheme.js';

/** A header's value; null where it is missing, or comes more than once and so could be read in two ways. */
export function onlyValue(headers: Delivery['headers'], name: string): string | null {
  const [value, ...more] = headers[name] ?? [];
  return value === undefined || more.length > 0 ? null : value;
}
