import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { TooLarge } from './read-bounded.js';

type Unpacker = (packed: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer>;

const UNPACKERS: Readonly<Record<string, Unpacker>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** What the hub says that it takes. */
export const ACCEPTED_ENCODINGS = 'gzip, br';

/** Nobody packs more often, but who wants to make the receiver work. */
const MAX_CODINGS = 3;

/**
 * A body without the packing that its `Content-Encoding` names, the outermost last. What the hub does not
 * know how to unpack stays as it is.
 * @throws TooLarge where it unpacks to more than that; zlib's error where the packing is broken or cut off.
 */
export async function unpack(body: Buffer, contentEncoding: string | null, maxBytes: number): Promise<Buffer> {
  if (contentEncoding === null || body.byteLength === 0) return body;
  const codings = contentEncoding.toLowerCase().split(',');
  const unpackers = codings.map((coding) => UNPACKERS[coding.trim()]).filter((one) => one !== undefined);
  if (codings.length > MAX_CODINGS || unpackers.length < codings.length) return body;
  let unpacked = body;
  for (const one of unpackers.toReversed())
    unpacked = await one(unpacked, { maxOutputLength: maxBytes }).catch(asTooLarge);
  return unpacked;
}

function asTooLarge(error: unknown): never {
  if (error instanceof RangeError && (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
    throw new TooLarge();
  throw error;
}
