import type { Insertable } from 'kysely';
import { toJson } from '../platform/database/json-text.js';
import { newId } from '../platform/id.js';
import type { Tables } from '../tables.js';
import type { AuthMethod } from './connection-state.js';

export interface Owner {
  tenantId: string;
  userId: string;
}

/** An integration of which nothing is known yet but whose it is and at which provider. */
export function newIntegration(
  owner: Owner,
  providerId: string,
  authMethod: AuthMethod,
  now: number,
): Insertable<Tables['integration']> {
  return {
    id: newId('int'),
    providerId,
    tenantId: owner.tenantId,
    userId: owner.userId,
    accountLabel: null,
    externalAccountId: null,
    authMethod,
    state: 'PENDING',
    stateSince: now,
    grantedScopes: toJson<string[]>([]),
    sealedCredentials: null,
    credentialsVersion: 0,
    credentialsExpireAt: null,
    refreshLease: null,
    refreshLeasedUntil: null,
    refreshFailures: 0,
    refreshRetryAt: null,
    problem: null,
    lastSyncAt: null,
    createdAt: now,
    updatedAt: now,
  };
}
