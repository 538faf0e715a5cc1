import type { HealthState } from '../gql/graphql.js';
import { useTexts } from '../texts/texts.js';
import { StatusBadge, type Tone } from './status-badge.js';

const TONES: Record<HealthState, Tone> = { HEALTHY: 'good', DEGRADED: 'warn', DOWN: 'bad', UNKNOWN: 'quiet' };

/** How calls go, in a word. */
export function HealthBadge({ state }: { state: HealthState }) {
  const { healthStates } = useTexts();
  return <StatusBadge label={healthStates[state]} tone={TONES[state]} />;
}
