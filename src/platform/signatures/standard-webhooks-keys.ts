import { createPublicKey, verify, type KeyObject } from 'node:crypto';

const ED25519_KEY_BYTES = 32;

/** What checks a Standard Webhooks signature: a shared secret (`v1`) or a public key (`v1a`). */
export type StandardWebhooksKey = { version: 'v1'; hmacKey: Buffer } | { version: 'v1a'; publicKey: KeyObject };

/**
 * Reads a key by its prefix: `whsec_` and base64 for a shared secret, `whpk_` and base64 for an ed25519 public key;
 * a text without a prefix is itself the shared secret. Null where it cannot be read, and for a private key
 * (`whsk_`), which only the sender should have.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme
 */
export function readStandardWebhooksKey(secret: string): StandardWebhooksKey | null {
  if (secret.startsWith('whsk_')) return null;
  // A public key is no secret: it must never be taken for one.
  if (secret.startsWith('whpk_')) return publicKeyOf(decode(secret, 'whpk_'));
  const hmacKey = secret.startsWith('whsec_') ? decode(secret, 'whsec_') : Buffer.from(secret);
  return hmacKey.length === 0 ? null : { version: 'v1', hmacKey };
}

/** Whether a signature in base64 is over these bytes; false for what is no signature. */
export function isSignedBy(publicKey: KeyObject, message: Buffer, signature: string): boolean {
  const bytes = Buffer.from(signature, 'base64');
  // Node passes over what is not base64: one signature would have many spellings.
  return bytes.toString('base64') === signature && verify(null, message, publicKey, bytes);
}

function publicKeyOf(bytes: Buffer): StandardWebhooksKey | null {
  if (bytes.length !== ED25519_KEY_BYTES) return null;
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') };
  return { version: 'v1a', publicKey: createPublicKey({ key: jwk, format: 'jwk' }) };
}

/** The bytes after the prefix; none where they are not base64, which Node would read as far as it likes. */
function decode(text: string, prefix: string): Buffer {
  const encoded = text.slice(prefix.length).replace(/={1,2}$/, '');
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.toString('base64').replace(/=+$/, '') === encoded ? bytes : Buffer.alloc(0);
}
