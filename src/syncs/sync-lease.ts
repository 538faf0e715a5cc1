import { randomUUID } from 'node:crypto';
import type { ExpressionBuilder, Transaction } from 'kysely';
import { transact } from '../platform/database/transact.js';
import type { Db, Row, Tables } from '../tables.js';
import { ACTIVE_STATES } from './sync-state.js';

/** How long a silent process keeps a run; it says so anew six times in it. */
export const LEASE_MS = 20_000;

/** A run that this process holds: writes that name another token come too late. */
export interface LeasedRun {
  log: Row<'sync_log'>;
  providerId: string;
  token: string;
}

/** Thrown where a run is no longer ours: taken over, cancelled or ended elsewhere. Its transaction wrote nothing. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** Of a run that waits for a time: it has come, or somebody asked to cancel the run as it began to wait. */
export function hasTimeCome(eb: ExpressionBuilder<Tables, 'sync_log'>, now: number) {
  return eb.or([eb('retryAt', 'is', null), eb('retryAt', '<=', now), eb('cancelRequestedAt', 'is not', null)]);
}

/**
 * Takes a run that waits, or that a dead process left, and marks it RUNNING. Null where another
 * process has it, where it is over, or where its time has not come.
 */
export async function leaseRun(db: Db, syncLogId: string, now: number): Promise<LeasedRun | null> {
  const token = randomUUID();
  return transact(db, async (trx) => {
    const leased = await trx
      .updateTable('sync_log')
      .set((eb) => ({
        state: 'RUNNING' as const,
        leaseToken: token,
        leasedUntil: now + LEASE_MS,
        retryAt: null,
        startedAt: eb.fn.coalesce('startedAt', eb.val(now)),
      }))
      .where('id', '=', syncLogId)
      .where('state', 'in', ACTIVE_STATES)
      .where((eb) => eb.or([eb('leasedUntil', 'is', null), eb('leasedUntil', '<=', now)]))
      .where((eb) => hasTimeCome(eb, now))
      .returningAll()
      .returning(({ selectFrom }) =>
        selectFrom('integration')
          .select('integration.providerId')
          .whereRef('integration.id', '=', 'sync_log.integrationId')
          .$asScalar()
          .$notNull()
          .as('providerId'),
      )
      .executeTakeFirst();
    if (leased === undefined) return null;
    const { providerId, ...log } = leased;
    // A run that begins now reads what the provider told of until now.
    const begins = log.startedAt === now ? { pollWantedAt: null } : {};
    await trx
      .updateTable('sync')
      .set({ state: 'RUNNING', ...begins })
      .where('id', '=', log.syncId)
      .execute();
    return { log, providerId, token };
  });
}

/**
 * Takes the run's row for the rest of a transaction, before anything else is written in it: whoever
 * ends the run meanwhile waits, and nobody waits for each other. Gives the row as it is now.
 * @throws LeaseLost where the run is no longer ours.
 */
export async function holdRun(
  trx: Transaction<Tables>,
  { log, token }: LeasedRun,
  now: number,
): Promise<Row<'sync_log'>> {
  const held = await trx
    .updateTable('sync_log')
    .set({ leasedUntil: now + LEASE_MS })
    .where('id', '=', log.id)
    .where('leaseToken', '=', token)
    .returningAll()
    .executeTakeFirst();
  if (held === undefined) throw new LeaseLost();
  return held;
}

/** Keeps the lease. Says whether the run goes on: not where it was taken over or is to be cancelled. */
export async function renewLease(db: Db, { log, token }: LeasedRun, now: number): Promise<boolean> {
  const kept = await db
    .updateTable('sync_log')
    .set({ leasedUntil: now + LEASE_MS })
    .where('id', '=', log.id)
    .where('leaseToken', '=', token)
    .where('cancelRequestedAt', 'is', null)
    .executeTakeFirst();
  return kept.numUpdatedRows > 0n;
}
