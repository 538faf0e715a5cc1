import type { PageIntegrationCardFragment } from '../gql/graphql.js';
import type { Tone } from '../parts/status-badge.js';
import type { Texts } from '../texts/en.js';

/** What mends what is wrong; null where nothing is. */
export type Remedy = { kind: 'reconnect' } | { kind: 'wait'; until: string } | { kind: 'ask-admin' } | null;

/** How an account stands for the person who linked it. */
export interface Standing {
  status: keyof Texts['status'];
  tone: Tone;
  remedy: Remedy;
  /** The run whose problem it is, where it is a run's. */
  problem: Problem | null;
}

type Integration = Pick<PageIntegrationCardFragment, 'connectionStatus' | 'syncs'>;
type Run = NonNullable<Integration['syncs'][number]['lastRun']>;
type Problem = NonNullable<Run['problem']>;

/** Problems that pass by themselves. */
const PASSING = new Set(['PROVIDER_RATE_LIMITED', 'PROVIDER_UNAVAILABLE']);

export function standingOf({ connectionStatus: { state, missingScopes, nextSyncAt }, syncs }: Integration): Standing {
  const reconnect = { remedy: { kind: 'reconnect' }, problem: null } as const;
  if (state === 'DISCONNECTED') return { status: 'disconnected', tone: 'quiet', ...reconnect };
  if (state === 'PENDING') return { status: 'pending', tone: 'warn', ...reconnect };
  if (state === 'REAUTHORIZATION_REQUIRED' || missingScopes.length > 0) {
    return { status: 'needsYou', tone: 'bad', ...reconnect };
  }
  const problems = syncs.flatMap(({ lastRun }) => (lastRun !== null && isStuck(lastRun) ? [lastRun.problem] : []));
  const lasting = problems.find((problem) => problem !== null && !PASSING.has(problem.code));
  if (lasting) return { status: 'needsYou', tone: 'bad', remedy: { kind: 'ask-admin' }, problem: lasting };
  const passing = problems.find((problem) => problem !== null);
  if (passing)
    return { status: 'paused', tone: 'warn', remedy: waitFor(passing.retryAt ?? nextSyncAt), problem: passing };
  return { status: 'connected', tone: 'good', remedy: null, problem: null };
}

function isStuck({ state }: Run): boolean {
  return state === 'PAUSED' || state === 'FAILED';
}

function waitFor(until: string | null): Remedy {
  return until === null ? null : { kind: 'wait', until };
}
