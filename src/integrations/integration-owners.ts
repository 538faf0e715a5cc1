import { loadRowAnew } from '../platform/graphql/row-loaders.js';
import type { Db } from '../tables.js';

export type IntegrationOwners = ReturnType<typeof integrationOwners>;

/** Whose an integration is, and at which provider, for those who tell by it what each of many viewers may see. */
export function integrationOwners(db: Db) {
  return loadRowAnew(
    (ids) =>
      db.selectFrom('integration').select(['id', 'tenantId', 'userId', 'providerId']).where('id', 'in', ids).execute(),
    ({ id }) => id,
  );
}
