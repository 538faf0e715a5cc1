/** Whether an optional argument or input field was given; GraphQL tells clients that null is as good as leaving it out. */
export function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
