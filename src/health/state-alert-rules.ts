import { sql, type Compilable, type ExpressionBuilder, type SelectQueryBuilder } from 'kysely';
import type { Db, Tables } from '../tables.js';
import type { AlertRule } from './alert-state.js';

/** What a rule holds for. */
export interface AlertSubject {
  cause: string;
  /** Null where it concerns many. */
  integrationId: string | null;
  providerId: string;
  accountLabel: string | null;
  /** What the words need besides, e.g. a model. */
  detail: string | null;
}

/** An alert that fires as long as something is in a state. */
export interface StateAlertRule {
  rule: AlertRule;
  /** The kind of thing that its causes name. */
  about: 'integration' | 'provider' | 'sync';
  /** Whether it gives way to an alert about many, so that others than those that changed may be over. */
  isGrouped?: true;
  /** What it holds for at a time, epoch milliseconds. */
  holding(db: Db, now: number): SelectQueryBuilder<Tables, never, AlertSubject>;
  /** What it says. Must stay the same as long as it holds. */
  words(subject: AlertWords): { title: string; message: string };
}

export interface AlertWords {
  provider: string;
  account: string;
  detail: string;
}

type Subjects = ReturnType<StateAlertRule['holding']>;

/** So many accounts of one provider that are down are one alert. */
const GROUPED_FROM = 10;

const reauthorizationRequired: StateAlertRule = {
  rule: 'REAUTHORIZATION_REQUIRED',
  about: 'integration',
  holding: (db) => asSubjects(integrations(db).where('integration.state', '=', 'REAUTHORIZATION_REQUIRED')),
  words: ({ provider, account }) => ({
    title: `${provider}: ${account} has to be connected again`,
    message: `${provider} no longer accepts the credentials of ${account}, so nothing of it is synced. Ask its owner to connect the account again. The alert ends once it is connected or disconnected.`,
  }),
};

const healthDown: StateAlertRule = {
  rule: 'HEALTH_DOWN',
  about: 'integration',
  isGrouped: true,
  holding: (db) => asSubjects(down(db).where('integration.providerId', 'not in', downProviders(db))),
  words: ({ provider, account }) => ({
    title: `${provider}: calls for ${account} fail`,
    message: `Of the calls to ${provider} for ${account} in the last 24 hours, too many failed. The failed API calls of the integration say why: mend what they name. The alert ends once fewer fail, or the account is disconnected.`,
  }),
};

/** In place of an alert for each account. */
const providerDown: StateAlertRule = {
  rule: 'HEALTH_DOWN',
  about: 'provider',
  holding: (db) =>
    asSubjects(
      db
        .selectFrom(downProviders(db).as('grouped'))
        .select(({ ref }) => [
          sql<string>`'provider ' || ${ref('grouped.providerId')}`.as('cause'),
          sql<string | null>`null`.as('integrationId'),
          'grouped.providerId',
          sql<string | null>`null`.as('accountLabel'),
          sql<string | null>`null`.as('detail'),
        ]),
    ),
  words: ({ provider }) => ({
    title: `${provider}: calls for many accounts fail`,
    message: `Of ${GROUPED_FROM} accounts or more too many calls to ${provider} failed in the last 24 hours. That many together are mostly an outage of ${provider}, or a client that it no longer accepts: look at its status page, and at the failed API calls. The alert ends once it concerns fewer; those that are left have alerts of their own.`,
  }),
};

/** At once after a change, and in each sweep. */
export const stateAlertRules: readonly StateAlertRule[] = [reauthorizationRequired, providerDown, healthDown];

/** Integrations as subjects, to be narrowed. */
export function integrations(db: Db) {
  return db
    .selectFrom('integration')
    .select(({ ref }) => [
      sql<string>`'integration ' || ${ref('integration.id')}`.as('cause'),
      sql<string | null>`${ref('integration.id')}`.as('integrationId'),
      'integration.providerId',
      'integration.accountLabel',
      sql<string | null>`null`.as('detail'),
    ]);
}

/** Syncs as subjects, to be narrowed; their detail is the model. */
export function syncs(db: Db) {
  return db
    .selectFrom('sync')
    .innerJoin('integration', 'integration.id', 'sync.integrationId')
    .select(({ ref }) => [
      sql<string>`'sync ' || ${ref('sync.id')}`.as('cause'),
      sql<string | null>`${ref('integration.id')}`.as('integrationId'),
      'integration.providerId',
      'integration.accountLabel',
      sql<string | null>`${ref('sync.model')}`.as('detail'),
    ]);
}

/** The tables that it reads are nobody's business. */
export function asSubjects(query: Compilable<AlertSubject>): Subjects {
  return query as unknown as Subjects;
}

function down(db: Db) {
  return integrations(db).where(isDown);
}

function downProviders(db: Db) {
  return db
    .selectFrom('integration')
    .select('integration.providerId')
    .where(isDown)
    .groupBy('integration.providerId')
    .having(({ fn }) => fn.countAll(), '>=', GROUPED_FROM);
}

/** Nobody calls a disconnected account any more, whatever its last day was like. */
function isDown({ eb, and, selectFrom }: ExpressionBuilder<Tables, 'integration'>) {
  return and([
    eb('integration.state', '!=', 'DISCONNECTED'),
    eb('integration.id', 'in', selectFrom('health').select('health.integrationId').where('health.state', '=', 'DOWN')),
  ]);
}
