import type { Insertable, Transaction } from 'kysely';
import type { Tables } from '../tables.js';
import type { BatchListener, LoggedCall } from './api-call-log.js';

/** Writes one batch of calls and what they say of quotas. Calls of an integration that is gone are left out. */
export async function writeCalls(
  trx: Transaction<Tables>,
  batch: readonly LoggedCall[],
  onBatch: BatchListener,
): Promise<() => void> {
  const known = await knownIntegrations(trx, new Set(batch.map(({ row }) => row.integrationId)));
  const calls = batch.filter(({ row }) => known.has(row.integrationId));
  if (calls.length === 0) return () => undefined;

  await trx
    .insertInto('api_call')
    .values(calls.map(({ row }) => row))
    .execute();
  await writeQuotas(trx, calls);
  return onBatch(trx, calls);
}

async function knownIntegrations(trx: Transaction<Tables>, ids: ReadonlySet<string>): Promise<Set<string>> {
  const rows = await trx
    .selectFrom('integration')
    .select('id')
    .where('id', 'in', [...ids])
    .execute();
  return new Set(rows.map(({ id }) => id));
}

async function writeQuotas(trx: Transaction<Tables>, calls: readonly LoggedCall[]): Promise<void> {
  const quotas = lastQuotas(calls);
  if (quotas.length === 0) return;
  await trx
    .insertInto('quota')
    .values(quotas)
    .onConflict((conflict) =>
      conflict
        .column('integrationId')
        .doUpdateSet(({ fn, ref }) => ({
          // A refusal says what is left and when it ends, not how much there was.
          callLimit: fn.coalesce(ref('excluded.callLimit'), ref('quota.callLimit')),
          remaining: ref('excluded.remaining'),
          resetsAt: ref('excluded.resetsAt'),
          updatedAt: ref('excluded.updatedAt'),
        }))
        .whereRef('quota.updatedAt', '<=', 'excluded.updatedAt'),
    )
    .execute();
}

/** The latest of each integration, in one order over all processes, so that they cannot lock each other out. */
function lastQuotas(calls: readonly LoggedCall[]): Insertable<Tables['quota']>[] {
  const last = new Map<string, Insertable<Tables['quota']>>();
  for (const { row, quota } of calls) {
    if (quota === null) continue;
    const { limit: callLimit, remaining, resetsAt } = quota;
    const earlier = last.get(row.integrationId);
    last.set(row.integrationId, {
      integrationId: row.integrationId,
      callLimit: callLimit ?? earlier?.callLimit ?? null,
      remaining,
      resetsAt,
      updatedAt: row.at,
    });
  }
  return [...last.values()].toSorted((a, b) => (a.integrationId < b.integrationId ? -1 : 1));
}
