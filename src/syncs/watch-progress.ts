import type { HubEvents } from '../events.js';
import { checkChoice, isChosen, MAX_SNAPSHOTS, type IntegrationChoice } from '../integrations/integration-choice.js';
import { DeferrableEvents } from '../platform/graphql/live/deferrable-events.js';
import { liveStream } from '../platform/graphql/live/live-stream.js';
import { isGiven } from '../platform/graphql/is-given.js';
import type { Scope } from '../scope.js';
import type { VisibleReader } from '../viewer/visible-reader.js';
import { ACTIVE_STATES, type SyncState } from './sync-state.js';

/** A run is told of at most once in this time, but for a change of its state. */
const PERIOD_MS = 250;
/** Ended runs that are remembered: events of a run that come late say nothing new. */
const MAX_ENDED = 1_000;

/** What the subscription hands to the execution of one event. */
export interface SyncProgress {
  syncLogId: string;
}

type ProgressEvent = HubEvents['syncProgressed'];
type Choice = Pick<IntegrationChoice, 'integrationId'>;

/**
 * Sends the runs under way, then each run as it goes on. First and last are always sent: a change of
 * state at once, the rest at most once a period and then with all that came in it.
 * @throws HubError NOT_FOUND where an integration is named that the viewer may not see.
 */
export async function watchProgress(scope: Scope, choice: Choice): Promise<AsyncIterableIterator<SyncProgress>> {
  const { services } = scope;
  await checkChoice(scope, choice);
  return liveStream(
    async () => new DeferrableEvents<ProgressEvent>(await services.events.subscribe('syncProgressed')),
    (events) => sendProgress(scope, choice, events),
  );
}

async function* sendProgress(
  scope: Scope,
  choice: Choice,
  events: DeferrableEvents<ProgressEvent>,
): AsyncGenerator<SyncProgress, void> {
  /** What was last sent of each run that is not over. */
  const sent = new Map<string, { state: SyncState; at: number }>();
  const ended = new Set<string>();
  for (const { id, state } of await findActiveRuns(scope.read, choice)) {
    sent.set(id, { state, at: Date.now() });
    yield { syncLogId: id };
  }

  for await (const event of events) {
    const { syncLogId } = event;
    if (ended.has(syncLogId)) continue;
    if (!(await isChosen(scope, choice, event.integrationId))) continue;
    const state = (await scope.services.runStates.load(syncLogId))?.state ?? null;
    if (state === null) continue;

    const last = sent.get(syncLogId);
    if (last?.state === state && Date.now() < last.at + PERIOD_MS) {
      events.defer(syncLogId, event, last.at + PERIOD_MS);
      continue;
    }
    events.forget(syncLogId);
    if (isActive(state)) {
      sent.set(syncLogId, { state, at: Date.now() });
    } else {
      sent.delete(syncLogId);
      remember(ended, syncLogId);
    }
    yield { syncLogId };
  }
}

function remember(ended: Set<string>, syncLogId: string): void {
  ended.add(syncLogId);
  const [oldest] = ended;
  if (ended.size > MAX_ENDED && oldest !== undefined) ended.delete(oldest);
}

function findActiveRuns(read: VisibleReader, { integrationId }: Choice) {
  const active = read.from('sync_log').where('sync_log.state', 'in', ACTIVE_STATES);
  return (isGiven(integrationId) ? active.where('sync_log.integrationId', '=', integrationId) : active)
    .select(['sync_log.id', 'sync_log.state'])
    .orderBy('sync_log.id', 'desc')
    .limit(MAX_SNAPSHOTS)
    .execute();
}

function isActive(state: SyncState): boolean {
  return (ACTIVE_STATES as readonly SyncState[]).includes(state);
}
