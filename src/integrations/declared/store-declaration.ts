import type { AuditNote } from '../../audit/audit-note.js';
import { toJson } from '../../platform/database/json-text.js';
import { HubError } from '../../platform/errors/hub-error.js';
import type { ResolvedDeclaration } from '../../providers/provider.js';
import type { Db } from '../../tables.js';

/** Stores a declaration in place of an earlier one; what an operator stored beside it stays. */
export async function storeDeclaration(
  db: Db,
  declaration: ResolvedDeclaration,
  now: number,
  note?: AuditNote,
): Promise<void> {
  const columns = { declaration: toJson(declaration), updatedAt: now };
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('provider_config')
      .values({ providerId: declaration.id, ...columns })
      .onConflict((conflict) => conflict.column('providerId').doUpdateSet(columns))
      .execute();
    await note?.(trx, now);
  });
}

/**
 * Forgets a declared provider, with its client. Records that were synced stay until their integrations go.
 * @throws HubError NOT_FOUND where nobody declared it, CONFLICT while accounts are linked.
 */
export async function removeDeclaration(db: Db, providerId: string, now: number, note?: AuditNote): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { linked } = await trx
      .selectFrom('integration')
      .select((eb) => eb.fn.countAll<number>().as('linked'))
      .where('providerId', '=', providerId)
      .where('state', '!=', 'DISCONNECTED')
      .executeTakeFirstOrThrow();
    const declared = trx
      .deleteFrom('provider_config')
      .where('providerId', '=', providerId)
      .where('declaration', 'is not', null);
    if (linked > 0) {
      throw new HubError(
        'CONFLICT',
        `${linked} account${linked === 1 ? ' is' : 's are'} linked there. Disconnect them first; configureProvider with enabled: false stops all that happens until then.`,
        { field: ['input', 'providerId'] },
      );
    }
    const { numDeletedRows } = await declared.executeTakeFirst();
    if (numDeletedRows > 0n) return note?.(trx, now);
    throw new HubError('NOT_FOUND', `Nobody declared a provider "${providerId.slice(0, 60)}".`, {
      field: ['input', 'providerId'],
    });
  });
}
