/** What GitHub says as the getters of a GraphQL type show it: nothing where it is unreadable. */

export function timeOf(text: string | null | undefined): number | null {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? null : time;
}

export function dateOf(text: string | null | undefined): Date | null {
  const time = timeOf(text);
  return time === null ? null : new Date(time);
}

export function urlOf(text: string | null | undefined): string | null {
  return text && URL.canParse(text) ? text : null;
}

/** GitHub's snake_case value as the member of a GraphQL enum; null for one that is not known here. */
export function memberOf<Member extends string>(
  members: Record<Member, Member>,
  value: string | null | undefined,
): Member | null {
  const name = value?.toUpperCase();
  return name !== undefined && name in members ? (name as Member) : null;
}
