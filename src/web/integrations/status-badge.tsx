import type { Tone } from './integration-words.js';

export function StatusBadge({ label, tone }: { label: string; tone: Tone }) {
  return <span className={`badge ${tone}`}>{label}</span>;
}
