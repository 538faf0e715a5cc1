import type { Transaction } from 'kysely';
import type { CallCount } from '../syncs/commit-page.js';
import type { CommittedRun, RealtimeRun, RealtimeRuns } from '../syncs/realtime-runs.js';
import { wantPolls } from '../syncs/wanted-polls.js';
import type { Row, Tables } from '../tables.js';
import { settleEvent } from './claim-events.js';
import type { EventEffects, ModelEffect } from './event-effects.js';

/** An event that was worked on, before its effects are written. */
export interface PreparedEvent {
  event: Row<'webhook_event'>;
  effects: readonly EventEffects[];
  calls: CallCount;
  startedAt: number;
  /** Why nothing here needs it; null where something does. */
  ignored: string | null;
}

export interface Committed {
  runs: CommittedRun[];
  /** Runs that were queued to look for what an event did not say. */
  queued: Row<'sync_log'>[];
}

/**
 * Writes what events change, their runs, and that they are over: all in the caller's transaction, so that each has
 * its effect once, however often it was begun.
 * @throws EventLost where another process has one of them.
 */
export async function commitEffects(
  trx: Transaction<Tables>,
  runs: RealtimeRuns,
  token: string,
  prepared: readonly PreparedEvent[],
  now: number,
): Promise<Committed> {
  // First, as it says whether they are still ours; in one order, so that nobody waits for each other.
  for (const { event, ignored } of prepared.toSorted((one, other) => (one.event.id < other.event.id ? -1 : 1))) {
    const state = ignored === null ? ('COMPLETED' as const) : ('IGNORED' as const);
    await settleEvent(trx, event.id, token, { state, nextAttemptAt: null, completedAt: now, error: ignored });
  }
  const committed = await commitRuns(trx, runs, prepared);
  const polls = await queuePolls(trx, prepared, now);
  await linkRuns(trx, [...committed.links, ...polls.links]);
  await noteSynced(trx, committed.runs, now);
  return { runs: committed.runs, queued: polls.queued };
}

interface Link {
  webhookEventId: string;
  syncLogId: string;
}

/** Model by model of each integration, in one order over all processes. */
function inOrder(prepared: readonly PreparedEvent[]): { from: PreparedEvent; effect: ModelEffect }[] {
  const all = prepared.flatMap((from) =>
    from.effects.flatMap(({ models }) => [...models.values()].map((effect) => ({ from, effect }))),
  );
  const placeOf = ({ effect: { sync } }: (typeof all)[number]) => `${sync.integrationId} ${sync.model}`;
  return all.toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : placeOf(one) > placeOf(other) ? 1 : 0));
}

async function commitRuns(trx: Transaction<Tables>, runs: RealtimeRuns, prepared: readonly PreparedEvent[]) {
  const committed: CommittedRun[] = [];
  const links: Link[] = [];
  for (const { from, effect } of inOrder(prepared)) {
    if (effect.records.length + effect.deleted.size === 0) continue;
    const run = await runs.commit(trx, realtimeRun(from, effect));
    committed.push(run);
    links.push({ webhookEventId: from.event.id, syncLogId: run.log.id });
  }
  return { runs: committed, links };
}

function realtimeRun({ event, startedAt, calls }: PreparedEvent, effect: ModelEffect): RealtimeRun {
  const { sync, records, deleted } = effect;
  return {
    sync,
    told: {
      integrationId: sync.integrationId,
      model: sync.model,
      records,
      deletedIds: [...deleted.keys()],
      deletedVersions: deleted,
    },
    queuedAt: event.receivedAt,
    startedAt,
    calls,
  };
}

/** However many events ask for it, one run of a sync. */
async function queuePolls(trx: Transaction<Tables>, prepared: readonly PreparedEvent[], now: number) {
  const wanted = prepared.flatMap(({ event, effects }) =>
    effects
      .filter(({ target }) => target.integration.state === 'CONNECTED')
      .flatMap(({ models }) => [...models.values()].filter(({ poll }) => poll).map(({ sync }) => ({ event, sync }))),
  );
  if (wanted.length === 0) return { links: [], queued: [] };
  const syncs = new Map(wanted.map(({ sync }) => [sync.id, sync]));
  const runs = await wantPolls(trx, [...syncs.values()], now);
  const runOf = new Map(runs.map(({ log }) => [log.syncId, log.id]));
  const links = wanted.flatMap(({ event, sync }) => {
    const syncLogId = runOf.get(sync.id);
    return syncLogId === undefined ? [] : [{ webhookEventId: event.id, syncLogId }];
  });
  return { links, queued: runs.filter(({ isNew }) => isNew).map(({ log }) => log) };
}

async function linkRuns(trx: Transaction<Tables>, links: readonly Link[]): Promise<void> {
  if (links.length === 0) return;
  await trx
    .insertInto('webhook_event_run')
    .values(links)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** What a webhook told is in step as of now. */
async function noteSynced(trx: Transaction<Tables>, runs: readonly CommittedRun[], now: number): Promise<void> {
  const ids = [...new Set(runs.map(({ log }) => log.integrationId))].toSorted();
  for (const id of ids) await trx.updateTable('integration').set({ lastSyncAt: now }).where('id', '=', id).execute();
}
