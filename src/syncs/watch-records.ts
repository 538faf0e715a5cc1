import { checkChoice, isChosen, MAX_SNAPSHOTS } from '../integrations/integration-choice.js';
import { isGiven } from '../platform/graphql/is-given.js';
import { liveStream } from '../platform/graphql/live/live-stream.js';
import { recordCursors } from '../records/record-cursors.js';
import type { Scope } from '../scope.js';
import type { VisibleReader } from '../viewer/visible-reader.js';

/** Which changes a subscription is about: all that the viewer may see where nothing is given. */
export interface RecordsChoice {
  integrationId?: string | null;
  model?: string | null;
}

/** What the subscription hands to the execution of one event. */
export interface RecordsChange {
  integrationId: string;
  model: string;
  added: number;
  updated: number;
  deleted: number;
  cursorBefore: string;
  syncLogId: string | null;
  snapshot: boolean;
  at: number;
}

/**
 * Sends where the change feed of each model stands, then each change of records.
 * @throws HubError NOT_FOUND where an integration is named that the viewer may not see.
 */
export async function watchRecords(scope: Scope, choice: RecordsChoice): Promise<AsyncIterableIterator<RecordsChange>> {
  const { read, services } = scope;
  await checkChoice(scope, choice);
  return liveStream(
    () => services.events.subscribe('recordsChanged'),
    async function* (events) {
      for (const { integrationId, model, lastSequence } of await findFeeds(read, choice)) {
        yield standingAt(integrationId, model, lastSequence ?? 0);
      }
      for await (const { sequenceBefore, ...change } of events) {
        if (isGiven(choice.model) && choice.model !== change.model) continue;
        if (!(await isChosen(scope, { integrationId: choice.integrationId }, change.integrationId))) continue;
        yield { ...change, cursorBefore: recordCursors(change.integrationId).encode(sequenceBefore), snapshot: false };
      }
    },
  );
}

function findFeeds(read: VisibleReader, { integrationId, model }: RecordsChoice) {
  let syncs = read.from('sync').leftJoin('record_feed', 'record_feed.integrationId', 'sync.integrationId');
  if (isGiven(integrationId)) syncs = syncs.where('sync.integrationId', '=', integrationId);
  if (isGiven(model)) syncs = syncs.where('sync.model', '=', model);
  return syncs
    .select(['sync.integrationId', 'sync.model', 'record_feed.lastSequence'])
    .orderBy('sync.integrationId', 'desc')
    .orderBy('sync.model')
    .limit(MAX_SNAPSHOTS)
    .execute();
}

function standingAt(integrationId: string, model: string, sequence: number): RecordsChange {
  return {
    integrationId,
    model,
    added: 0,
    updated: 0,
    deleted: 0,
    cursorBefore: recordCursors(integrationId).encode(sequence),
    syncLogId: null,
    snapshot: true,
    at: Date.now(),
  };
}
