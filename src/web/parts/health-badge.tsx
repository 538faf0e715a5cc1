import type { HealthState } from '../gql/graphql.js';
import { useTexts } from '../texts/texts.js';
import { StatusBadge, type Tone } from './status-badge.js';

const TONES: Record<HealthState, Tone> = { HEALTHY: 'good', DEGRADED: 'warn', DOWN: 'bad', UNKNOWN: 'quiet' };

/** How the calls of an account, or of all of a provider's, go. */
export function HealthBadge({ state }: { state: HealthState }) {
  const { healthStates } = useTexts();
  return <StatusBadge label={healthStates[state]} tone={TONES[state]} />;
}
