import type { Db } from '../tables.js';
import { AuditOutcome } from './audit-outcome.js';

/**
 * Says of what began before a time and has not ended that nobody knows what came of it. Where it ends after all, its
 * entry says so.
 * @returns how many.
 */
export async function markInterrupted(db: Db, startedBefore: number): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('audit_entry')
    .set({ outcome: AuditOutcome.INTERRUPTED })
    .where('outcome', '=', AuditOutcome.STARTED)
    .where('at', '<', startedBefore)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
