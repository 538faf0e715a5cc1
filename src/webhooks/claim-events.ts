import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Engine } from '../platform/database/open-database.js';
import { textList } from '../platform/database/text-list.js';
import type { Db, Row, Tables } from '../tables.js';

/** How long a silent process keeps events; it says so anew three times in it. */
export const EVENT_LEASE_MS = 60_000;

/** Events that this process works on: whoever writes under another token comes too late. */
export interface ClaimedEvents {
  token: string;
  events: readonly Row<'webhook_event'>[];
}

/** Takes what is due of a provider, the oldest first: what is new, what failed, and what a dead process left. */
export async function claimEvents(
  { db, engine }: { db: Db; engine: Engine },
  providerId: string,
  limit: number,
  now: number,
): Promise<ClaimedEvents> {
  const token = randomUUID();
  const due = db
    .selectFrom('webhook_event')
    .select('id')
    .where('providerId', '=', providerId)
    .where('nextAttemptAt', '<=', now)
    .orderBy('nextAttemptAt')
    .limit(limit)
    // Other processes take others meanwhile.
    .$if(engine === 'postgresql', (events) => events.forUpdate().skipLocked());
  const events = await db
    .updateTable('webhook_event')
    .set((eb) => ({
      state: 'PROCESSING' as const,
      leaseToken: token,
      nextAttemptAt: now + EVENT_LEASE_MS,
      attempts: eb('attempts', '+', 1),
    }))
    .where('id', 'in', due)
    .returningAll()
    .execute();
  return { token, events };
}

/** Keeps what was claimed for as long again. */
export async function keepEvents(db: Db, { token }: ClaimedEvents, now: number): Promise<void> {
  await db
    .updateTable('webhook_event')
    .set({ nextAttemptAt: now + EVENT_LEASE_MS })
    .where('leaseToken', '=', token)
    .execute();
}

/** Thrown where an event is no longer ours; its transaction wrote nothing. */
export class EventLost extends Error {
  override readonly name = 'EventLost';
}

/**
 * Ends the work on events, in the transaction of their effects.
 * @throws EventLost where another process has one of them.
 */
export async function settleEvents(
  trx: Transaction<Tables>,
  engine: Engine,
  ids: readonly string[],
  token: string,
  outcome: Pick<Row<'webhook_event'>, 'state' | 'nextAttemptAt' | 'completedAt' | 'error'>,
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('webhook_event')
    .set({ ...outcome, leaseToken: null })
    .where('id', 'in', textList(engine, ids))
    .where('leaseToken', '=', token)
    .executeTakeFirst();
  if (numUpdatedRows !== BigInt(ids.length)) throw new EventLost();
}
