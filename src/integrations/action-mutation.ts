/** The name of an action's own mutation, e.g. `googleCalendarListEvents`. */
export function actionMutation(providerId: string, action: string): string {
  return `${camelCase(providerId)}${capitalized(action)}`;
}

/** What stands before the names of a provider's types, e.g. `GoogleCalendar`. */
export function typePrefix(providerId: string): string {
  return capitalized(camelCase(providerId));
}

export function capitalized(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function camelCase(slug: string): string {
  return slug.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
