import type { Row } from '../tables.js';

/** Columns that the API reads. What is sealed never comes near it. */
export const VISIBLE_COLUMNS = [
  'integration.id',
  'integration.providerId',
  'integration.tenantId',
  'integration.userId',
  'integration.accountLabel',
  'integration.externalAccountId',
  'integration.authMethod',
  'integration.state',
  'integration.stateSince',
  'integration.grantedScopes',
  'integration.credentialsExpireAt',
  'integration.problem',
  'integration.lastSyncAt',
  'integration.createdAt',
] as const;

type VisibleColumn = (typeof VISIBLE_COLUMNS)[number] extends `integration.${infer Column}` ? Column : never;

/** An integration as the API knows it. */
export type VisibleIntegration = Pick<Row<'integration'>, VisibleColumn>;
