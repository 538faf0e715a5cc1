import type { LiveState } from './live-state.js';

const WORDS: Record<LiveState, { label: string; title: string }> = {
  connecting: { label: 'Connecting…', title: 'Opening the streams that bring changes.' },
  live: { label: 'Live', title: 'Changes show at once.' },
  reconnecting: {
    label: 'Reconnecting…',
    title: 'The hub does not answer; what you see may be old. The page keeps trying.',
  },
  polling: {
    label: 'Every few seconds',
    title: 'Another window of this page is live; this one reads every few seconds.',
  },
};

export function LiveIndicator({ state }: { state: LiveState }) {
  return (
    <span className={`live-state ${state}`} role="status" title={WORDS[state].title}>
      {WORDS[state].label}
    </span>
  );
}
