/** No permit is free in time. */
export class NoPermitInTime extends Error {
  override readonly name = 'NoPermitInTime';

  /** @param freeAt when one would be free, epoch milliseconds. */
  constructor(readonly freeAt: number) {
    super('No permit is free in time.');
  }
}

/** A call that waits for its permit. */
export interface Turn {
  /** Epoch milliseconds after which its turn is worth nothing to it. */
  readonly giveUpAt: number;
  /** @param place how many of its lane were sent with it. */
  grant(place: number): void;
  refuse(reason: unknown): void;
}
