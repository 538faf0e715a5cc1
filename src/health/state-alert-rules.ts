import { sql, type SelectQueryBuilder } from 'kysely';
import type { Db, Tables } from '../tables.js';
import type { AlertRule } from './alert-state.js';

/** An integration for which a rule holds. */
export interface AlertSubject {
  cause: string;
  integrationId: string;
  providerId: string;
  accountLabel: string | null;
}

/** An alert that fires as long as integrations are in a state. */
export interface StateAlertRule {
  rule: AlertRule;
  /** The integrations for which it holds now. */
  holding(db: Db): SelectQueryBuilder<Tables, 'integration', AlertSubject>;
  /** What it says. Must stay the same as long as it holds. */
  words(names: { provider: string; account: string }): { title: string; message: string };
}

const reauthorizationRequired: StateAlertRule = {
  rule: 'REAUTHORIZATION_REQUIRED',
  holding: (db) => subjects(db).where('integration.state', '=', 'REAUTHORIZATION_REQUIRED'),
  words: ({ provider, account }) => ({
    title: `${provider}: ${account} has to be connected again`,
    message: `${provider} no longer accepts the credentials of ${account}, so nothing of it is synced. Ask its owner to connect the account again. The alert ends once it is connected or disconnected.`,
  }),
};

const healthDown: StateAlertRule = {
  rule: 'HEALTH_DOWN',
  holding: (db) =>
    subjects(db)
      // Nobody calls a disconnected account any more, whatever its last day was like.
      .where('integration.state', '!=', 'DISCONNECTED')
      .where('integration.id', 'in', ({ selectFrom }) =>
        selectFrom('health').select('health.integrationId').where('health.state', '=', 'DOWN'),
      ),
  words: ({ provider, account }) => ({
    title: `${provider}: calls for ${account} fail`,
    message: `Of the calls to ${provider} for ${account} in the last 24 hours, 10 % or more failed. The failed API calls of the integration say why: mend what they name. The alert ends once fewer than 10 % fail, or the account is disconnected.`,
  }),
};

export const stateAlertRules: readonly StateAlertRule[] = [reauthorizationRequired, healthDown];

function subjects(db: Db) {
  return db
    .selectFrom('integration')
    .select(({ ref }) => [
      sql<string>`'integration ' || ${ref('integration.id')}`.as('cause'),
      'integration.id as integrationId',
      'integration.providerId',
      'integration.accountLabel',
    ]);
}
