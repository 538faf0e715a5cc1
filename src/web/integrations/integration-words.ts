import type {
  ConnectionState,
  HealthState,
  PageIntegrationFragment,
  PageSyncFragment,
  PageSyncLogFragment,
  SyncState,
} from '../gql/graphql.js';

/** How something stands, for its colour: never the only way in which it is said. */
export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'quiet';

interface Words {
  label: string;
  tone: Tone;
}

const CONNECTION: Record<ConnectionState, Words> = {
  CONNECTED: { label: 'Connected', tone: 'good' },
  PENDING: { label: 'Waiting for consent', tone: 'warn' },
  REAUTHORIZATION_REQUIRED: { label: 'Needs reconnecting', tone: 'bad' },
  DISCONNECTED: { label: 'Disconnected', tone: 'quiet' },
};

const HEALTH: Record<HealthState, Words> = {
  HEALTHY: { label: 'Healthy', tone: 'good' },
  DEGRADED: { label: 'Some calls fail', tone: 'warn' },
  DOWN: { label: 'Down', tone: 'bad' },
  UNKNOWN: { label: 'Not known yet', tone: 'quiet' },
};

export const connectionWords = (state: ConnectionState): Words => CONNECTION[state];

export const healthWords = (state: HealthState): Words => HEALTH[state];

const SYNC: Record<SyncState, Words> = {
  QUEUED: { label: 'Queued', tone: 'busy' },
  RUNNING: { label: 'Syncing', tone: 'busy' },
  PAUSED: { label: 'Paused, goes on by itself', tone: 'warn' },
  FAILED: { label: 'Last sync failed', tone: 'bad' },
  CANCELLED: { label: 'Last sync cancelled', tone: 'quiet' },
  SUCCEEDED: { label: 'Up to date', tone: 'good' },
};

/** How a model stands, by its latest run. */
export function syncWords(sync: PageSyncFragment, run: PageSyncLogFragment | undefined): Words {
  const state = run?.state ?? sync.state;
  return state === null ? { label: 'Not synced yet', tone: 'quiet' } : SYNC[state];
}

/** What a run has done so far: "page 3: 5,000 added, 2 deleted". */
export function progressWords(run: PageSyncLogFragment): string {
  const counts = [
    [run.added, 'added'],
    [run.updated, 'updated'],
    [run.deleted, 'deleted'],
    [run.unchanged, 'unchanged'],
  ] as const;
  const done = counts.filter(([count]) => count > 0).map(([count, word]) => `${formatCount(count)} ${word}`);
  const pages = run.pages === 1 ? '1 page read' : `${formatCount(run.pages)} pages read`;
  if (run.pages === 0) return done.join(', ') || 'nothing read yet';
  return `${pages}: ${done.join(', ') || 'no changes'}`;
}

/** How a run ended: "Calendar events: up to date. 3 pages read: 12 added". */
export function endWords(run: PageSyncLogFragment): string {
  return `${modelWords(run.model)}: ${SYNC[run.state].label.toLowerCase()}. ${progressWords(run)}`;
}

/** "CalendarEvent" as "Calendar events". */
export function modelWords(model: string): string {
  const words = model.replace(/([a-z0-9])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
  if (/(s|x|ch|sh)$/.test(words)) return `${words}es`;
  return /[^aeiou]y$/.test(words) ? `${words.slice(0, -1)}ies` : `${words}s`;
}

/** "Google Calendar (ada@example.com)". */
export function integrationName({
  provider,
  accountLabel,
}: Pick<PageIntegrationFragment, 'provider' | 'accountLabel'>): string {
  return accountLabel === null ? provider.name : `${provider.name} (${accountLabel})`;
}

export function formatCount(count: number): string {
  return count.toLocaleString('en');
}
