import type { Delivery } from './signature-scheme.js';

/** A header's value; null where it is missing or empty, or comes more than once and so could be read in two ways. */
export function onlyValue(headers: Delivery['headers'], name: string): string | null {
  const values = headers[name] ?? [];
  return (values.length === 1 && values[0]) || null;
}
