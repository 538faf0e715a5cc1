import { sql, type Transaction } from 'kysely';
import type { Engine } from '../platform/database/open-database.js';
import { rowList } from '../platform/database/row-list.js';
import type { CallCount } from '../syncs/commit-page.js';
import type { CommittedRun, RealtimeRun, RealtimeRuns } from '../syncs/realtime-runs.js';
import { wantPolls } from '../syncs/wanted-polls.js';
import type { Row, Tables } from '../tables.js';
import { settleEvents } from './claim-events.js';
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
  { runs, engine }: { runs: RealtimeRuns; engine: Engine },
  token: string,
  prepared: readonly PreparedEvent[],
  now: number,
): Promise<Committed> {
  // First, as it says whether they are still ours.
  for (const [ignored, events] of Map.groupBy(prepared, (one) => one.ignored)) {
    const state = ignored === null ? ('COMPLETED' as const) : ('IGNORED' as const);
    const outcome = { state, nextAttemptAt: null, completedAt: now, error: ignored };
    await settleEvents(
      trx,
      engine,
      events.map(({ event }) => event.id),
      token,
      outcome,
    );
  }
  const committed = await commitRuns(trx, runs, prepared);
  const polls = await queuePolls(trx, prepared, now);
  await linkRuns(trx, engine, [...committed.links, ...polls.links]);
  await noteSynced(trx, committed.runs, now);
  return { runs: committed.runs, queued: polls.queued };
}

interface Link {
  webhookEventId: string;
  syncLogId: string;
}

interface Told {
  event: PreparedEvent;
  effect: ModelEffect;
}

/** What each model of each integration is told, in one order over all processes; within one as the events came. */
function toldInOrder(prepared: readonly PreparedEvent[]): Told[][] {
  const told = prepared
    .toSorted((one, other) => (one.event.id < other.event.id ? -1 : 1))
    .flatMap((event) =>
      event.effects.flatMap(({ models }) => [...models.values()].map((effect) => ({ event, effect }))),
    )
    .filter(({ effect }) => effect.records.length + effect.deleted.size > 0);
  const bySync = Map.groupBy(told, ({ effect: { sync } }) => `${sync.integrationId} ${sync.model}`);
  return [...bySync].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, ofSync]) => ofSync);
}

async function commitRuns(trx: Transaction<Tables>, runs: RealtimeRuns, prepared: readonly PreparedEvent[]) {
  const committed: CommittedRun[] = [];
  const links: Link[] = [];
  for (const told of toldInOrder(prepared)) {
    const { sync } = (told[0] as Told).effect;
    const ofSync = await runs.commit(trx, sync, told.map(realtimeRun));
    committed.push(...ofSync);
    links.push(...ofSync.map(({ log }, index) => linkOf((told[index] as Told).event.event, log.id)));
  }
  return { runs: committed, links };
}

function realtimeRun({ event: { event, startedAt, calls }, effect: { records, deleted } }: Told): RealtimeRun {
  return { told: { records, deleted }, queuedAt: event.receivedAt, startedAt, calls };
}

function linkOf({ id }: Row<'webhook_event'>, syncLogId: string): Link {
  return { webhookEventId: id, syncLogId };
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
    return syncLogId === undefined ? [] : [linkOf(event, syncLogId)];
  });
  return { links, queued: runs.filter(({ isNew }) => isNew).map(({ log }) => log) };
}

async function linkRuns(trx: Transaction<Tables>, engine: Engine, links: readonly Link[]): Promise<void> {
  if (links.length === 0) return;
  const rows = rowList(
    engine,
    { webhook_event_id: 'text', sync_log_id: 'text' },
    links.map(({ webhookEventId, syncLogId }) => [webhookEventId, syncLogId]),
  );
  await sql`
    insert into webhook_event_run (webhook_event_id, sync_log_id)
    select webhook_event_id, sync_log_id from ${rows} where true
    on conflict do nothing`.execute(trx);
}

/** What a webhook told is in step as of now. */
async function noteSynced(trx: Transaction<Tables>, runs: readonly CommittedRun[], now: number): Promise<void> {
  const ids = [...new Set(runs.map(({ log }) => log.integrationId))].toSorted();
  for (const id of ids) await trx.updateTable('integration').set({ lastSyncAt: now }).where('id', '=', id).execute();
}
