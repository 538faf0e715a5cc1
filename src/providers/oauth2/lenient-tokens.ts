/** Many services leave out that their tokens are bearer tokens, which RFC 6749 asks for. */
export function lenientTokens({ status, body }: { status: number; body: unknown }): { status: number; body: unknown } {
  if (typeof body !== 'object' || body === null || !('access_token' in body) || 'token_type' in body) {
    return { status, body };
  }
  return { status, body: { ...body, token_type: 'bearer' } };
}
