import { compactDecrypt, CompactEncrypt, decodeProtectedHeader } from 'jose';

/** 32 bytes for AES-256-GCM, and the id that is written beside what they sealed. */
export interface SealingKey {
  id: string;
  key: Uint8Array;
}

/** What was sealed cannot be opened: a key is missing, or it was changed or moved. Never holds any of the content. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

const ALGORITHM = 'dir';
const ENCRYPTION = 'A256GCM';

/**
 * Seals secrets for the database as JWE. The place (table, column and row) is bound into what is
 * sealed, so that a ciphertext copied to another row or column does not open there.
 * @see https://www.rfc-editor.org/rfc/rfc7516
 */
export class Sealer {
  private readonly first: SealingKey;
  private readonly keys: ReadonlyMap<string, Uint8Array>;

  /** @param keys The first seals, all open. */
  constructor(keys: readonly SealingKey[]) {
    const first = keys[0];
    if (first === undefined) throw new SealError('Sealing needs at least one encryption key.');
    const short = keys.find(({ key }) => key.length !== 32);
    if (short !== undefined) throw new SealError(`Encryption key "${short.id}" does not have 32 bytes.`);
    this.first = first;
    this.keys = new Map(keys.map(({ id, key }) => [id, key]));
  }

  seal(place: string, plaintext: string): Promise<string> {
    return new CompactEncrypt(new TextEncoder().encode(plaintext))
      .setProtectedHeader(headerFor(this.first.id, place))
      .encrypt(this.first.key);
  }

  /** How a text begins that a key sealed, and no other text: for counting them. In the keys' order, the one that seals first. */
  get beginnings(): { keyId: string; beginning: string }[] {
    return [...this.keys.keys()].map((keyId) => ({ keyId, beginning: beginningOf(keyId) }));
  }

  /** @throws SealError when it was sealed for another place, was changed, or its key is not here. */
  async open(place: string, sealed: string): Promise<string> {
    const header = headerOf(place, sealed);
    const key = this.keys.get(String(header.kid));
    if (key === undefined) {
      throw new SealError(
        `${place} was sealed with the encryption key "${String(header.kid)}", which the hub was not given.`,
      );
    }
    if (header['place'] !== place) throw new SealError(`What stands at ${place} was sealed for another place.`);
    return new TextDecoder().decode(await decrypt(place, sealed, key));
  }
}

function headerFor(keyId: string, place: string) {
  return { alg: ALGORITHM, enc: ENCRYPTION, kid: keyId, place };
}

/** The header without its place, as far as whole characters of base64url go. */
function beginningOf(keyId: string): string {
  const bytes = Buffer.from(JSON.stringify(headerFor(keyId, '')).slice(0, -'"}'.length));
  return bytes.toString('base64url').slice(0, Math.floor((bytes.length * 8) / 6));
}

function headerOf(place: string, sealed: string) {
  try {
    return decodeProtectedHeader(sealed);
  } catch {
    throw new SealError(`What stands at ${place} is not a sealed text.`);
  }
}

async function decrypt(place: string, sealed: string, key: Uint8Array): Promise<Uint8Array> {
  try {
    const { plaintext } = await compactDecrypt(sealed, key, {
      keyManagementAlgorithms: [ALGORITHM],
      contentEncryptionAlgorithms: [ENCRYPTION],
    });
    return plaintext;
  } catch {
    throw new SealError(
      `What stands at ${place} was changed after it was sealed, or sealed with another key of the same id.`,
    );
  }
}
