import { sql } from 'kysely';
import { asSubjects, integrations, syncs, type StateAlertRule } from './state-alert-rules.js';

const DAY_MS = 24 * 60 * 60_000;
/** Time enough for an owner to be asked. */
const EXPIRES_WITHIN_MS = 3 * DAY_MS;
/** A limit that is whole again sooner needs nobody. */
const LONG_LIMIT_MS = 10 * 60_000;

const credentialExpiring: StateAlertRule = {
  rule: 'CREDENTIAL_EXPIRING',
  about: 'integration',
  holding: (db, now) =>
    asSubjects(
      integrations(db)
        .where('integration.state', '=', 'CONNECTED')
        .where('integration.credentialsRenewable', '=', 0)
        .where('integration.credentialsExpireAt', '<', now + EXPIRES_WITHIN_MS),
    ),
  words: ({ provider, account }) => ({
    title: `${provider}: the access to ${account} ends soon`,
    message: `${provider} gave credentials of ${account} that end within three days and that the hub cannot renew. Ask the owner to connect the account again. The alert ends once it is connected again or disconnected.`,
  }),
};

const quotaNearlySpent: StateAlertRule = {
  rule: 'QUOTA_NEARLY_SPENT',
  about: 'integration',
  holding: (db, now) =>
    asSubjects(
      integrations(db)
        .innerJoin('quota', 'quota.integrationId', 'integration.id')
        .where('integration.state', '=', 'CONNECTED')
        .where('quota.resetsAt', '>', now)
        .where(({ eb, ref }) => eb(ref('quota.resetsAt'), '>', eb(ref('quota.updatedAt'), '+', LONG_LIMIT_MS)))
        .where(({ eb, ref }) => eb(eb(ref('quota.remaining'), '*', 10), '<', ref('quota.callLimit'))),
    ),
  words: ({ provider, account }) => ({
    title: `${provider}: the quota of ${account} is nearly spent`,
    message: `Less than a tenth of the calls is left that ${provider} allows for ${account}. The hub slows down and waits where it has to; what else uses the account's quota should, too. The alert ends when the quota is whole again.`,
  }),
};

const contractBroken: StateAlertRule = {
  rule: 'CONTRACT_BROKEN',
  about: 'sync',
  holding: (db) =>
    asSubjects(
      syncs(db)
        .innerJoin('sync_log', 'sync_log.syncId', 'sync.id')
        .where('integration.state', '=', 'CONNECTED')
        .where('sync.state', '=', 'FAILED')
        .where('sync_log.id', '=', ({ selectFrom }) =>
          selectFrom('sync_log as later')
            .select(({ fn }) => fn.max('later.id').as('id'))
            .whereRef('later.syncId', '=', 'sync.id'),
        )
        .where(sql<boolean>`sync_log.problem like '%"code":"PROVIDER_CONTRACT_BROKEN"%'`),
    ),
  words: ({ provider, account, detail }) => ({
    title: `${provider}: ${detail} of ${account} cannot be read`,
    message: `${provider} answered in a form that this release of the hub does not know, so ${detail} of ${account} is not kept in step; what was synced before is untouched. The problem of the last run says where. Update the hub, or report it. The alert ends with the next run that succeeds.`,
  }),
};

/** Looked at in each sweep. */
export const timeAlertRules: readonly StateAlertRule[] = [credentialExpiring, quotaNearlySpent, contractBroken];
