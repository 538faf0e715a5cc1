import { createHmac, type BinaryToTextEncoding } from 'node:crypto';

/**
 * HMAC-SHA256 over the parts as if they were one text.
 * @param key A text counts as its UTF-8.
 */
export function hmacSha256(
  key: string | Buffer,
  message: readonly (string | Buffer)[],
  encoding: BinaryToTextEncoding,
): string {
  const hmac = createHmac('sha256', key);
  for (const part of message) hmac.update(part);
  return hmac.digest(encoding);
}
