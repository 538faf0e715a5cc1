import type { Logger } from 'pino';
import { findHubError } from '../platform/errors/hub-error.js';
import type { Db } from '../tables.js';
import { writeEntries, type Actor, type Deed } from './audit-note.js';
import { AuditOutcome } from './audit-outcome.js';

export interface AuditMeans {
  db: Db;
  clock: () => number;
  logger: Pick<Logger, 'error'>;
}

/**
 * Does what no transaction can hold. That it begins is written before, so that a process that dies leaves word of it,
 * and what came of it after. Where that cannot be written the log has it: whoever did it is told what came of it all the
 * same, lest they do it again.
 * @throws what the work throws, or the database's error where it cannot be written that it begins: then nothing is done.
 */
export async function audited<Result>(
  by: Actor,
  deed: Deed,
  { db, clock, logger }: AuditMeans,
  work: () => Promise<Result>,
): Promise<Result> {
  const [id = ''] = await writeEntries(db, by, [deed], clock(), AuditOutcome.STARTED);
  let outcome: string = AuditOutcome.SUCCEEDED;
  try {
    return await work();
  } catch (error) {
    outcome = findHubError(error)?.code ?? 'INTERNAL';
    throw error;
  } finally {
    const ending = db.updateTable('audit_entry').set({ outcome }).where('id', '=', id).execute();
    await ending.catch((err: unknown) => logger.error({ err, auditEntryId: id, outcome }, 'an audit entry has no end'));
  }
}
