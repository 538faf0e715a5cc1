import type { Logger } from 'pino';
import { HubError } from '../platform/errors/hub-error.js';
import type { ProviderDefinition } from '../providers/provider.js';
import type { CallOptions } from '../requests/request-manager.js';
import type { Db } from '../tables.js';

export interface ProbeOptions {
  db: Db;
  /** Ids of the providers that an operator has switched off. */
  switchedOff(): Promise<readonly string[]>;
  /** The provider's SDK over the integration's fetch. */
  apiOf(integrationId: string, options: CallOptions): Promise<{ provider: ProviderDefinition; api: unknown }>;
  /** What an error of provider code means; null where it is a bug of ours. */
  toHubError(provider: ProviderDefinition, error: unknown): HubError | null;
  logger: Pick<Logger, 'error'>;
  /** Aborted when the hub stops. */
  signal: AbortSignal;
  clock: () => number;
}

const IDLE_MS = 24 * 60 * 60_000;
/** Of one run of the job; what is left has its turn with the next. */
const MOST = 500;
const AT_ONCE = 5;

/**
 * Asks providers who the account is, for integrations of which nobody has called anything for a day: the cheapest
 * call that proves the credentials. It is logged, waits for its permit and counts for health as any other; one that
 * has no quota left is left alone.
 */
export async function probeIdle(options: ProbeOptions): Promise<void> {
  const idle = (await findIdle(options)).values();
  const worker = async () => {
    for (const id of idle) {
      if (options.signal.aborted) return;
      await probe(options, id);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function findIdle({ db, switchedOff, clock }: ProbeOptions): Promise<string[]> {
  const now = clock();
  const since = now - IDLE_MS;
  const off = await switchedOff();
  const idle = await db
    .selectFrom('integration')
    .leftJoin('health', 'health.integrationId', 'integration.id')
    .leftJoin('quota', 'quota.integrationId', 'integration.id')
    .select('integration.id')
    .where('integration.state', '=', 'CONNECTED')
    .where('integration.stateSince', '<', since)
    .where(({ eb, fn, lit }) => eb(fn.coalesce('health.lastSuccessAt', lit(0)), '<', since))
    .where(({ eb, fn, lit }) => eb(fn.coalesce('health.lastFailureAt', lit(0)), '<', since))
    .where(({ eb, or }) =>
      or([eb('quota.remaining', 'is', null), eb('quota.remaining', '>', 0), eb('quota.resetsAt', '<', now)]),
    )
    .$if(off.length > 0, (query) => query.where('integration.providerId', 'not in', off))
    .orderBy('integration.id')
    .limit(MOST)
    .execute();
  return idle.map(({ id }) => id);
}

async function probe({ apiOf, toHubError, logger, signal }: ProbeOptions, integrationId: string): Promise<void> {
  try {
    const { provider, api } = await apiOf(integrationId, { purpose: 'sync', signal, syncLogId: null });
    // What the provider answers is in the log of calls, and in health.
    await provider.identify(api).catch((error: unknown) => {
      if (toHubError(provider, error) === null) throw error;
    });
  } catch (error) {
    if (!(error instanceof HubError)) logger.error({ err: error, integrationId }, 'could not probe an idle account');
  }
}
