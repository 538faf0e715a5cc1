/** An object as a provider's API sends it; about 600 bytes as JSON. */
export interface BenchRow {
  id: string;
  status: string;
  summary: string;
  description: string;
  start: { dateTime: string; timeZone: string };
  end: { dateTime: string; timeZone: string };
  attendees: { email: string; responseStatus: string }[];
  updated: string;
}

/** The same rows on every run. */
export function benchRows(count: number): BenchRow[] {
  return Array.from({ length: count }, (_, index) => rowNumber(index));
}

function rowNumber(index: number): BenchRow {
  const start = Date.UTC(2026, 0, 1) + index * 3_600_000;
  return {
    id: `event-${index.toString().padStart(8, '0')}`,
    status: 'confirmed',
    summary: `Planning meeting number ${index}`,
    description:
      `What was said in meeting ${index}, what was left open, and who takes it up until the next one. `.repeat(2),
    start: { dateTime: new Date(start).toISOString(), timeZone: 'Europe/Berlin' },
    end: { dateTime: new Date(start + 1_800_000).toISOString(), timeZone: 'Europe/Berlin' },
    attendees: [
      { email: `person-${index % 97}@example.com`, responseStatus: 'accepted' },
      { email: `person-${index % 89}@example.com`, responseStatus: 'needsAction' },
    ],
    updated: new Date(start - 86_400_000).toISOString(),
  };
}
