import { defineEntity, p } from '@mikro-orm/core';
import type { JsonText } from '../platform/database/json-text.js';
import type { Problem } from '../platform/errors/problem.js';
import type { AuthMethod, ConnectionState } from './connection-state.js';

/** One owner's link to one account at a provider. Times are epoch milliseconds. */
export const IntegrationEntity = defineEntity({
  name: 'Integration',
  tableName: 'integration',
  properties: {
    id: p.text().primary(),
    providerId: p.text(),
    tenantId: p.text(),
    userId: p.text(),
    accountLabel: p.text().nullable(),
    /** Null until the account is known. One owner links one account once. */
    externalAccountId: p.text().nullable(),
    authMethod: p.text().$type<AuthMethod>(),
    state: p.text().$type<ConnectionState>(),
    stateSince: p.bigint('number'),
    grantedScopes: p.text().$type<JsonText<string[]>>(),
    /** JWE of the credentials, bound to this row and column; null once disconnected. */
    sealedCredentials: p.text().nullable(),
    /** Fencing number: whoever writes credentials raises it, and writes only over the one it read. */
    credentialsVersion: p.integer(),
    credentialsExpireAt: p.bigint('number').nullable(),
    /** 1 where the hub can renew what expires, 0 where only the owner can; null where nothing does or it is not known. */
    credentialsRenewable: p.integer().nullable(),
    /** Whoever renews the credentials now, and until when nobody else does. */
    refreshLease: p.text().nullable(),
    refreshLeasedUntil: p.bigint('number').nullable(),
    /** Attempts to renew that failed in a row for now, and before when there is no other. */
    refreshFailures: p.integer().default(0),
    refreshRetryAt: p.bigint('number').nullable(),
    problem: p.text().$type<JsonText<Problem>>().nullable(),
    lastSyncAt: p.bigint('number').nullable(),
    /** When to look again at what is subscribed to at the provider; null until somebody has. */
    subscriptionsCheckAt: p.bigint('number').nullable(),
    createdAt: p.bigint('number'),
    updatedAt: p.bigint('number'),
  },
  uniques: [
    {
      name: 'integration_owner_account_unique',
      properties: ['tenantId', 'userId', 'providerId', 'externalAccountId'],
    },
  ],
  indexes: [
    { name: 'integration_provider_account_index', properties: ['providerId', 'externalAccountId'] },
    { name: 'integration_expiry_index', properties: ['credentialsExpireAt'] },
    { name: 'integration_state_index', properties: ['state', 'stateSince'] },
  ],
});
