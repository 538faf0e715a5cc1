/** An answer of the SDK as Stripe sent it: the SDK makes objects of decimal numbers, which Stripe sends as texts. */
export function plain(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer));
}
