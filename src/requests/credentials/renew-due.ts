import type { Logger } from 'pino';
import { HubError } from '../../platform/errors/hub-error.js';
import type { ProviderDefinition } from '../../providers/provider.js';
import type { Db } from '../../tables.js';
import type { AccessTokens } from './access-tokens.js';

export interface RenewDueOptions {
  db: Db;
  providers: {
    find(providerId: string): ProviderDefinition | null;
    /** Ids of the providers that an operator has switched off. */
    switchedOff(): Promise<readonly string[]>;
  };
  tokens: AccessTokens;
  logger: Pick<Logger, 'error'>;
  clock: () => number;
}

/** Longer than between two runs, so that whoever calls finds fresh credentials. */
const WITHIN_MS = 60_000;
/** Beyond what any provider asks for in `refreshAheadMs`. */
const LOOK_AHEAD_MS = 10 * 60_000;
const AT_ONCE = 10;
const MOST = 1_000;

/**
 * Renews the credentials that end soon, also of integrations that nobody calls: nobody waits for a refresh,
 * and a grant that was revoked is found out within the life of a token.
 */
export async function renewDueCredentials(options: RenewDueOptions): Promise<void> {
  const due = (await findDue(options)).values();
  const worker = async () => {
    for (const one of due) await renew(options, one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

interface Due {
  id: string;
  providerId: string;
}

async function findDue({ db, providers, clock }: RenewDueOptions): Promise<Due[]> {
  const now = clock();
  const off = await providers.switchedOff();
  return db
    .selectFrom('integration')
    .select(['id', 'providerId'])
    .where('state', '=', 'CONNECTED')
    .where('credentialsExpireAt', '<=', now + LOOK_AHEAD_MS)
    .where((eb) => eb.or([eb('refreshRetryAt', 'is', null), eb('refreshRetryAt', '<=', now)]))
    .$if(off.length > 0, (query) => query.where('providerId', 'not in', off))
    .orderBy('credentialsExpireAt')
    .limit(MOST)
    .execute();
}

async function renew({ providers, tokens, logger }: RenewDueOptions, { id, providerId }: Due): Promise<void> {
  const provider = providers.find(providerId);
  if (provider === null) return;
  try {
    await tokens.keepFresh({ integrationId: id, provider }, WITHIN_MS);
  } catch (error) {
    // What is known was noted on the integration, and is tried again.
    if (!(error instanceof HubError)) logger.error({ err: error, integrationId: id }, 'could not renew credentials');
  }
}
