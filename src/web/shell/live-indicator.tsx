import { useSyncExternalStore } from 'react';
import type { HubStreams } from '../live/hub-streams.js';
import type { LiveState } from '../live/live-state.js';
import { StatusBadge, type Tone } from '../parts/status-badge.js';
import { useTexts } from '../texts/texts.js';

const TONES: Record<LiveState, Tone> = { connecting: 'busy', live: 'good', offline: 'bad' };

export function LiveIndicator({ streams }: { streams: HubStreams }) {
  const state = useSyncExternalStore(streams.subscribe, streams.state);
  const { label, hint } = useTexts().live[state];
  return (
    <span role="status" title={hint}>
      <StatusBadge label={label} tone={TONES[state]} />
    </span>
  );
}
