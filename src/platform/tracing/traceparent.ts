/** The request's own `traceparent`; null where it has none or several. Whether it is one, tracing says. */
export function traceparentOf(header: string | readonly string[] | undefined): string | null {
  if (header === undefined || typeof header === 'string') return header ?? null;
  return header.length === 1 ? (header[0] ?? null) : null;
}
