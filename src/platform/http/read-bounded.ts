/** An answer is larger than the hub takes. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';

  constructor() {
    super('The answer is too large.');
  }
}

/**
 * Reads a body, unpacked, up to a size.
 * @throws TooLarge as soon as it is passed; the rest is not read.
 */
export async function readBounded(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const read: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new TooLarge();
    read.push(chunk);
  }
  const whole = new Uint8Array(size);
  read.reduce((offset, chunk) => (whole.set(chunk, offset), offset + chunk.byteLength), 0);
  return whole;
}
