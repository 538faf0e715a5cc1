/** "CalendarEvent" as "Calendar events"; GitHub stays one word. */
export function modelWords(model: string): string {
  const words = model
    .replace(/([a-z0-9])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`)
    .replace(/^Git hub\b/, 'GitHub');
  if (/(s|x|ch|sh)$/.test(words)) return `${words}es`;
  return /[^aeiou]y$/.test(words) ? `${words.slice(0, -1)}ies` : `${words}s`;
}
