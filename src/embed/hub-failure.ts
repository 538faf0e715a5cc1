/** Something that did not work: the hub's own sentence, or null where only its code is known. */
export class HubFailure extends Error {
  override readonly name = 'HubFailure';

  constructor(
    readonly code: string,
    /** In English, as the hub writes it. */
    readonly told: string | null = null,
  ) {
    super(told ?? code);
  }
}

/** What was thrown, as a failure; a bug of the card shows up as one of the hub's. */
export function asFailure(error: unknown): HubFailure {
  return error instanceof HubFailure ? error : new HubFailure('INTERNAL');
}

/** Whether the hub does not know who asks: another token may help, another try with the same does not. */
export function isRefusal({ code }: HubFailure): boolean {
  return code === 'UNAUTHENTICATED' || code === 'FORBIDDEN';
}
