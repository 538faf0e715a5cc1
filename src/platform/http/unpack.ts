import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

const UNPACKERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** What the hub says that it takes. */
export const ACCEPTED_ENCODINGS = 'gzip, br';

/** Nobody packs more often, but who wants to make the receiver work. */
const MAX_CODINGS = 3;

/**
 * A body without the packing that its `Content-Encoding` names, the outermost last. What the hub does not
 * know how to unpack stays as it is. Packing that is broken or cut off ends the body with an error.
 */
export function unpack(body: Readable, contentEncoding: string | null): Readable {
  if (contentEncoding === null) return body;
  const codings = contentEncoding.toLowerCase().split(',');
  const unpackers = codings.map((coding) => UNPACKERS[coding.trim()]).filter((create) => create !== undefined);
  if (codings.length > MAX_CODINGS || unpackers.length < codings.length) return body;
  // Errors reach whoever reads the end.
  return unpackers.reduceRight<Readable>((packed, create) => pipeline(packed, create(), () => undefined), body);
}
