import { newId } from '../platform/id.js';
import { logContext } from '../platform/logging/log-context.js';
import type { Db } from '../tables.js';
import type { Viewer } from '../viewer/viewer.js';
import type { AuditAction } from './audit-action.js';
import { AuditOutcome } from './audit-outcome.js';

/** Who did it; of somebody whom a provider sent back only the name is known. */
export interface Actor extends Pick<Viewer, 'tenantId' | 'userId'> {
  role?: Viewer['role'] | null;
  via?: Viewer['via'] | null;
}

/** What was done. */
export interface Deed {
  action: AuditAction;
  integrationId?: string | null;
  /** Found by the integration where it is left out. */
  providerId?: string | null;
  /** Whose it is, where it names no integration; that of who did it where left out. */
  ownerTenantId?: string | null;
  subject?: string | null;
}

/** Writes an entry; called by whoever does the deed, in its transaction where there is one. */
export type AuditNote = (db: Db, at: number) => Promise<void>;

const MAX_SUBJECT = 200;

/** An entry about what somebody is about to do. */
export function noteOf(actor: Actor, deed: Deed): AuditNote {
  return async (db, at) => void (await writeEntries(db, actor, [deed], at));
}

/** Entries about what somebody did at once, by two statements. Gives their ids, in order. */
export async function writeEntries(
  db: Db,
  { tenantId, userId, role = null, via = null }: Actor,
  deeds: readonly Deed[],
  at: number,
  outcome: string = AuditOutcome.SUCCEEDED,
): Promise<string[]> {
  const integrations = await integrationsOf(db, deeds);
  // An operator acts for no tenant.
  const ownTenant = role === 'OPERATOR' ? null : tenantId;
  const who = { tenantId, userId, role, via, requestId: logContext().requestId ?? null };
  const entries = deeds.map(({ action, integrationId = null, providerId = null, subject = null, ownerTenantId }) => {
    const integration = integrations.get(integrationId);
    return {
      ...who,
      id: newId('aud'),
      at,
      action,
      ownerTenantId: integration?.tenantId ?? ownerTenantId ?? ownTenant,
      integrationId,
      providerId: providerId ?? integration?.providerId ?? null,
      subject: subject?.slice(0, MAX_SUBJECT) ?? null,
      outcome,
    };
  });
  await db.insertInto('audit_entry').values(entries).execute();
  return entries.map(({ id }) => id);
}

async function integrationsOf(db: Db, deeds: readonly Deed[]) {
  const ids = [...new Set(deeds.flatMap(({ integrationId }) => integrationId ?? []))];
  if (ids.length === 0) return new Map<string | null, never>();
  const rows = await db
    .selectFrom('integration')
    .select(['id', 'tenantId', 'providerId'])
    .where('id', 'in', ids)
    .execute();
  return new Map<string | null, (typeof rows)[number]>(rows.map((row) => [row.id, row]));
}
