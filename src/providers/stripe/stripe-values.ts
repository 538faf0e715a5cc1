/** Stripe's time, Unix seconds, as the API's: epoch milliseconds. */
export function momentOf(seconds: number | null | undefined): number | null {
  return seconds == null ? null : seconds * 1000;
}

/** Id of what an object refers to, which Stripe gives as an id or, expanded, whole. */
export function idOf(reference: string | { id: string } | null | undefined): string | null {
  if (reference == null) return null;
  return typeof reference === 'string' ? reference : reference.id;
}

/** Stripe's snake_case value as the member of a GraphQL enum; null for one that is not known here. */
export function memberOf<Member extends string>(
  members: Record<Member, Member>,
  value: string | null | undefined,
): Member | null {
  const name = value?.toUpperCase();
  return name !== undefined && Object.hasOwn(members, name) ? (name as Member) : null;
}

export function urlOf(text: string | null | undefined): string | null {
  return text != null && URL.canParse(text) ? text : null;
}
