/** An answer is larger than the hub takes. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';

  constructor(readonly status: number) {
    super('The answer is too large.');
  }
}

/**
 * Reads an answer's body, unpacked, up to a size.
 * @throws TooLarge as soon as it is passed; the rest is not read.
 */
export async function readBounded(response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new TooLarge(response.status);
    chunks.push(chunk);
  }
  const whole = new Uint8Array(size);
  chunks.reduce((offset, chunk) => (whole.set(chunk, offset), offset + chunk.byteLength), 0);
  return whole;
}
