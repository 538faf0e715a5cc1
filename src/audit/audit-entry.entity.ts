import { defineEntity, p } from '@mikro-orm/core';
import type { Role, Viewer } from '../viewer/viewer.js';
import type { AuditAction } from './audit-action.js';

/**
 * That somebody did something: removed by age, and changed by nothing but the end of what it tells of. It holds names and ids, never an input
 * or a secret, and points at nothing, so that it outlasts what it tells of. Times are epoch milliseconds.
 */
export const AuditEntryEntity = defineEntity({
  name: 'AuditEntry',
  tableName: 'audit_entry',
  properties: {
    id: p.text().primary(),
    at: p.bigint('number'),
    /** Who did it. Role and proof are null where a provider sent their browser back. */
    tenantId: p.text(),
    userId: p.text(),
    role: p.text().$type<Role>().nullable(),
    via: p.text().$type<Viewer['via']>().nullable(),
    action: p.text().$type<AuditAction>(),
    /** Whose administrators see it: the tenant of the integration, else of who did it; null for the operator alone. */
    ownerTenantId: p.text().nullable(),
    integrationId: p.text().nullable(),
    providerId: p.text().nullable(),
    /** What else it was about: the name of an action, a method and path, an id. */
    subject: p.text().nullable(),
    /** See AuditOutcome, or the code of the error. */
    outcome: p.text(),
    requestId: p.text().nullable(),
  },
  indexes: [
    { name: 'audit_entry_tenant_index', properties: ['ownerTenantId', 'id'] },
    { name: 'audit_entry_integration_index', properties: ['integrationId', 'id'] },
    { name: 'audit_entry_user_index', properties: ['userId', 'id'] },
    { name: 'audit_entry_at_index', properties: ['at'] },
    { name: 'audit_entry_started_index', properties: ['at'], where: "outcome = 'STARTED'" },
  ],
});
