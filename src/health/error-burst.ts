import { sql } from 'kysely';
import { asSubjects, type StateAlertRule } from './state-alert-rules.js';

/** How many server errors of a provider are too many. */
export interface BurstLimit {
  /** More than these fire. */
  calls: number;
  /** Within so long. */
  withinMs: number;
}

/** Whether an answer is a fault of the provider's server. */
export function isServerError(statusCode: number): boolean {
  return statusCode >= 500;
}

/** The rule for many server errors of a provider within a short time, whichever accounts they were for. */
export function errorBurstRule({ calls, withinMs }: BurstLimit): StateAlertRule {
  return {
    rule: 'ERROR_BURST',
    about: 'provider',
    holding: (db, now) =>
      asSubjects(
        db
          .selectFrom('api_call')
          .innerJoin('integration', 'integration.id', 'api_call.integrationId')
          .where('api_call.at', '>', now - withinMs)
          .where('api_call.statusCode', '>=', 500)
          .groupBy('integration.providerId')
          .having(({ fn }) => fn.countAll(), '>', calls)
          .select(({ ref }) => [
            sql<string>`'provider ' || ${ref('integration.providerId')}`.as('cause'),
            sql<string | null>`null`.as('integrationId'),
            'integration.providerId',
            sql<string | null>`null`.as('accountLabel'),
            sql<string | null>`null`.as('detail'),
          ]),
      ),
    words: ({ provider }) => ({
      title: `${provider}: many server errors`,
      message: `${provider} answered more than ${calls} calls within ${Math.round(withinMs / 60_000)} minutes with a server error. The hub tries again what it may, and leaves ${provider} alone where it has to; nothing is lost. Its status page may know more. The alert ends once there are fewer.`,
    }),
  };
}
