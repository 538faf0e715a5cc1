/** A request as it came: raw, since signatures are over its bytes. */
export interface Delivery {
  /** By lower-case name, each with all its values: a header that comes twice has two. */
  headers: Readonly<Record<string, readonly string[] | undefined>>;
  body: Buffer;
  /** The public address that it was sent to. */
  url: string;
}

/** Something that proves a sender: a shared secret, or what its kind needs in its place. */
export interface WebhookKey {
  secret: string;
  /** Where the hub itself asked the provider to deliver: the channel or hook that this secret belongs to. */
  subscription?: { externalId: string; resource: string | null };
}

/** What became of the check; the reason is for the log, never for the sender. */
export type Verdict = { verified: true; key: WebhookKey } | { verified: false; reason: string };

/**
 * One way in which providers prove that a delivery is theirs. Pure: same delivery, keys and time, same
 * verdict. Every key is active (rotation), comparisons take constant time, and without a key nothing passes.
 */
export interface SignatureScheme {
  /** As its vendor calls it. */
  name: string;
  /**
   * Whether an id in a header is covered by the signature. Where only the body is signed, anyone who saw a
   * delivery could send it again under another id: there the body tells deliveries apart.
   */
  signsHeaders: boolean;
  /** Whether a delivery is proven by the secret of its subscription only: there is none for the provider as a whole. */
  bySubscription?: true;
  verify(delivery: Delivery, keys: readonly WebhookKey[], now: number): Verdict | Promise<Verdict>;
  /** The headers with which the provider would send a body; for tests and `npm run webhook`. */
  sign?(message: { body: Buffer; key: WebhookKey; id: string; now: number; url: string }): Record<string, string>;
}

export function refused(reason: string): Verdict {
  return { verified: false, reason };
}
