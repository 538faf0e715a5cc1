import { OPERATOR_KEY } from './hub-here.js';

/** What Prometheus would scrape of a hub, as text. */
export async function scrape(hub: { url: string }): Promise<string> {
  const response = await fetch(`${hub.url}/metrics`, { headers: { authorization: `Bearer ${OPERATOR_KEY}` } });
  return response.text();
}

/** The series of a metric: what stands between the braces, and the value. */
export function seriesOf(text: string, name: string): Record<string, number> {
  const series = [...text.matchAll(new RegExp(`^${name}(?:\\{(.*)\\})? (\\S+)$`, 'gm'))];
  return Object.fromEntries(series.map(([, labels = '', value]) => [labels, Number(value)]));
}

/** The metrics that were named to Prometheus, with what they are. */
export function namesOf(text: string): string[] {
  return [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name as string);
}
