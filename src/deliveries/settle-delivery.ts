import { sql, type Transaction } from 'kysely';
import { transact } from '../platform/database/transact.js';
import { newId } from '../platform/id.js';
import { nextAttemptAt } from '../platform/jobs/retry-schedule.js';
import type { Db, Row, Tables } from '../tables.js';
import type { TryOutcome } from './delivery-observer.js';
import type { Sent } from './sending/send.js';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** After so long with nothing but failures an endpoint is disabled. */
const GIVE_UP_AFTER_DAYS = 5;
/** No receiver puts a delivery off for longer. */
const LONGEST_WAIT_MS = 24 * HOUR_MS;

/** A try that was made. */
export interface Try {
  sent: Sent;
  startedAt: number;
  durationMs: number;
}

/** What a try came to. */
export interface Settled {
  outcome: TryOutcome;
  /** Why the endpoint was disabled by it; null where it was not. */
  disabledReason: string | null;
}

type Delivery = Row<'outbound_delivery'>;

/**
 * Writes how a try went: on the delivery, in its log, and on the endpoint.
 * @returns null where it counts for nothing: another process has the delivery, or its endpoint was removed.
 */
export async function settleDelivery(db: Db, delivery: Delivery, made: Try, now: number): Promise<Settled | null> {
  return transact(db, async (trx) => {
    const columns = columnsAfter(delivery, made.sent, now);
    const { numUpdatedRows } = await trx
      .updateTable('outbound_delivery')
      .set({ ...columns, leaseToken: null })
      .where('id', '=', delivery.id)
      .where('leaseToken', '=', delivery.leaseToken)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return null;
    await logTry(trx, delivery, made);
    const outcome = OUTCOMES[columns.state];
    if (outcome === 'delivered') {
      await noteSuccess(trx, delivery.endpointId);
      return { outcome, disabledReason: null };
    }
    return { outcome, disabledReason: await noteFailure(trx, delivery.endpointId, made.sent, now) };
  });
}

const OUTCOMES = { DELIVERED: 'delivered', FAILED: 'failed', DEAD: 'dead' } as const;

/** Puts back what a stopping hub broke off: it counts as not tried. */
export async function putBack(db: Db, delivery: Delivery, now: number): Promise<void> {
  await db
    .updateTable('outbound_delivery')
    .set((row) => ({ state: 'WAITING', nextAttemptAt: now, leaseToken: null, attempts: row('attempts', '-', 1) }))
    .where('id', '=', delivery.id)
    .where('leaseToken', '=', delivery.leaseToken)
    .execute();
}

interface AfterTry extends Pick<Delivery, 'nextAttemptAt' | 'completedAt' | 'diedAt' | 'error'> {
  state: keyof typeof OUTCOMES;
}

function columnsAfter(delivery: Delivery, { problem, retryAt, isGone }: Sent, now: number): AfterTry {
  const { attempts, diedAt } = delivery;
  if (problem === null) return { state: 'DELIVERED', nextAttemptAt: null, completedAt: now, diedAt: null, error: null };
  const error = wordsOf(problem);
  const planned = isGone ? null : nextAttemptAt(attempts, now);
  if (planned === null) return { state: 'DEAD', nextAttemptAt: null, completedAt: now, diedAt: now, error };
  const wanted = Math.min(retryAt ?? planned, now + LONGEST_WAIT_MS);
  return { state: 'FAILED', nextAttemptAt: Math.max(planned, wanted), completedAt: null, diedAt, error };
}

function wordsOf(problem: string): string {
  return `The receiver ${problem}.`;
}

async function logTry(trx: Transaction<Tables>, { id: deliveryId }: Delivery, made: Try): Promise<void> {
  const { sent, startedAt: at, durationMs } = made;
  const error = sent.problem === null ? null : wordsOf(sent.problem);
  await trx
    .insertInto('outbound_attempt')
    .values({ id: newId('otry'), deliveryId, at, durationMs, statusCode: sent.statusCode, error })
    .execute();
}

async function noteSuccess(trx: Transaction<Tables>, endpointId: string): Promise<void> {
  await trx
    .updateTable('outbound_endpoint')
    .set({ failingSince: null })
    .where('id', '=', endpointId)
    .where('failingSince', 'is not', null)
    .execute();
}

async function noteFailure(
  trx: Transaction<Tables>,
  endpointId: string,
  { isGone }: Sent,
  now: number,
): Promise<string | null> {
  const noted = await trx
    .updateTable('outbound_endpoint')
    .set({ failingSince: sql<number>`coalesce(failing_since, cast(${now} as bigint))` })
    .where('id', '=', endpointId)
    .where('disabledAt', 'is', null)
    .returning('failingSince')
    .executeTakeFirst();
  if (noted === undefined) return null;
  const reason = whyDisabled(isGone, now - (noted.failingSince ?? now));
  if (reason === null) return null;
  await trx
    .updateTable('outbound_endpoint')
    .set({ disabledAt: now, disabledReason: reason, updatedAt: now })
    .where('id', '=', endpointId)
    .execute();
  return reason;
}

function whyDisabled(isGone: boolean, failingMs: number): string | null {
  if (isGone) return 'The receiver answered 410 Gone: it is there no more.';
  if (failingMs < GIVE_UP_AFTER_DAYS * DAY_MS) return null;
  return `Nothing but failures for ${GIVE_UP_AFTER_DAYS} days. Mend the receiver, then enable the endpoint again.`;
}
