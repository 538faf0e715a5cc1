import type { AuditNote } from '../audit/audit-note.js';
import { fromJson, toJson } from '../platform/database/json-text.js';
import { HubError } from '../platform/errors/hub-error.js';
import type { Sealer } from '../platform/sealing/sealer.js';
import type { ProviderEndpoints } from '../providers/provider.js';
import type { Db } from '../tables.js';
import { secretPlace } from './effective-settings.js';
import { checkProviderAddress } from './provider-address.js';
import { checkScopes } from './scope-names.js';

type Maybe<T> = T | null | undefined;

/** What an operator wants of a provider; left out or null keeps, an empty text or list forgets. */
export interface ProviderConfiguration {
  providerId: string;
  clientId?: Maybe<string>;
  clientSecret?: Maybe<string>;
  webhookSecret?: Maybe<string>;
  scopes?: Maybe<readonly string[]>;
  endpoints?: Maybe<{ [Name in keyof ProviderEndpoints]?: Maybe<string | URL> }>;
  enabled?: Maybe<boolean>;
}

interface Means {
  db: Db;
  sealer: Sealer;
  allowPrivateEndpoints: boolean;
  clock: () => number;
}

const MAX_LENGTH = 4_000;

export async function storeProviderConfig(
  wanted: ProviderConfiguration,
  means: Means,
  note?: AuditNote,
): Promise<void> {
  const { providerId } = wanted;
  const now = means.clock();
  const columns = { ...(await columnsOf(wanted, means, now)), updatedAt: now };
  const endpoints = endpointsOf(wanted, means.allowPrivateEndpoints);

  await means.db.transaction().execute(async (trx) => {
    // Also takes the row's lock, for the endpoints that are read and written back.
    await trx
      .insertInto('provider_config')
      .values({ providerId, ...columns })
      .onConflict((conflict) => conflict.column('providerId').doUpdateSet(columns))
      .execute();
    if (Object.keys(endpoints).length > 0) await mergeEndpoints(trx, providerId, endpoints);
    await note?.(trx, now);
  });
}

async function columnsOf(wanted: ProviderConfiguration, { sealer }: Means, now: number) {
  const { providerId, enabled, scopes } = wanted;
  const clientId = checkText(wanted.clientId, 'clientId');
  const clientSecret = checkText(wanted.clientSecret, 'clientSecret');
  const webhookSecret = checkText(wanted.webhookSecret, 'webhookSecret');
  const seal = async (secret: 'client_secret' | 'webhook_secret', text: string) =>
    text === '' ? null : sealer.seal(secretPlace(providerId, secret), text);
  return {
    ...(clientId !== null && { clientId: clientId === '' ? null : clientId }),
    ...(clientSecret !== null && { sealedClientSecret: await seal('client_secret', clientSecret) }),
    ...(webhookSecret !== null && { sealedWebhookSecret: await seal('webhook_secret', webhookSecret) }),
    ...(scopes && { scopes: scopes.length === 0 ? null : toJson(checkScopes(scopes, ['input', 'scopes'])) }),
    ...(typeof enabled === 'boolean' && { disabledAt: enabled ? null : now }),
  };
}

/** Null keeps. Surrounding blanks come from copying and are never meant. */
function checkText(text: Maybe<string>, name: string): string | null {
  if (text === null || text === undefined) return null;
  const trimmed = text.trim();
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  if (trimmed.length <= MAX_LENGTH && !/[\u0000-\u001f\u007f]/.test(trimmed)) return trimmed;
  throw new HubError('BAD_INPUT', `${name} must be one line of at most ${MAX_LENGTH} characters; copy it anew.`, {
    field: ['input', name],
  });
}

function endpointsOf({ endpoints }: ProviderConfiguration, allowPrivate: boolean): Partial<ProviderEndpoints> {
  const given = Object.entries(endpoints ?? {});
  return Object.fromEntries(
    given.flatMap(([name, address]) => {
      if (address === null || address === undefined) return [];
      const url = checkProviderAddress(address, ['input', 'endpoints', name], allowPrivate);
      // Paths are resolved against the base of the API.
      if (name === 'apiUrl' && !url.pathname.endsWith('/')) url.pathname += '/';
      return [[name, url.href]];
    }),
  );
}

async function mergeEndpoints(trx: Db, providerId: string, endpoints: Partial<ProviderEndpoints>): Promise<void> {
  const row = await trx
    .selectFrom('provider_config')
    .select('endpoints')
    .where('providerId', '=', providerId)
    .executeTakeFirstOrThrow();
  await trx
    .updateTable('provider_config')
    .set({ endpoints: toJson({ ...fromJson(row.endpoints), ...endpoints }) })
    .where('providerId', '=', providerId)
    .execute();
}
