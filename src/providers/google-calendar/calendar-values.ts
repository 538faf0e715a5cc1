/** Google's camelCase value as the member of a GraphQL enum; null for one that is not known here. */
export function memberOf<Member extends string>(
  members: Record<Member, Member>,
  value: string | undefined,
): Member | null {
  const name = value?.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
  return name !== undefined && name in members ? (name as Member) : null;
}

export function dateOf(text: string | undefined): Date | null {
  const date = text === undefined ? null : new Date(text);
  return date === null || Number.isNaN(date.getTime()) ? null : date;
}

/** A day, YYYY-MM-DD. */
export function dayOf(text: string | undefined): string | null {
  return dateOf(text) === null ? null : (text ?? null);
}

export function urlOf(text: string | undefined): string | null {
  return text !== undefined && URL.canParse(text) ? text : null;
}
