import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares a bearer with the operator key in constant time, whatever their lengths. */
export class OperatorKey {
  private readonly digest: Buffer;

  constructor(key: string) {
    this.digest = digestOf(key);
  }

  matches(bearer: string): boolean {
    return timingSafeEqual(digestOf(bearer), this.digest);
  }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
