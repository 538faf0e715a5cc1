import type { PageRunFragment, PageSyncRowFragment, SyncState } from '../gql/graphql.js';
import type { Tone } from '../parts/status-badge.js';
import type { Texts } from '../texts/en.js';

const TONES = {
  QUEUED: 'busy',
  RUNNING: 'busy',
  PAUSED: 'warn',
  FAILED: 'bad',
  CANCELLED: 'quiet',
  SUCCEEDED: 'good',
} as const;

/** How a model stands, by its latest run. */
export function syncWords(state: PageSyncRowFragment['state'], texts: Texts): { label: string; tone: Tone } {
  if (state === null) return { label: texts.syncStates.never, tone: 'quiet' };
  return { label: texts.syncStates[state], tone: TONES[state] };
}

/** How a run stands, as one of many. */
export function runWords(state: SyncState, { integration: words }: Texts): { label: string; tone: Tone } {
  return { label: words.runStates[state], tone: TONES[state] };
}

/** What a run has done so far: "3 pages read: 5,000 added, 2 deleted". */
export function progressWords(run: PageRunFragment, { run: words }: Texts): string {
  const done = (['added', 'updated', 'deleted', 'unchanged'] as const)
    .filter((kind) => run[kind] > 0)
    .map((kind) => words[kind](run[kind]))
    .join(', ');
  if (run.pages === 0) return done || words.nothing;
  return `${words.pages(run.pages)}: ${done || words.noChanges}`;
}

/** A run that is not over. */
export function isUnderWay(run: PageRunFragment | null): run is PageRunFragment {
  return run !== null && run.finishedAt === null;
}
