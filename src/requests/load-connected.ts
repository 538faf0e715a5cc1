import { HubError } from '../platform/errors/hub-error.js';
import type { ProviderDefinition } from '../providers/provider.js';
import type { Db } from '../tables.js';
import { reauthorizationRequired } from './credentials/reauthorization.js';

/**
 * The provider of an integration that can be called now.
 * @throws HubError NOT_FOUND, REAUTHORIZATION_REQUIRED or CONFLICT, whichever keeps it from being called.
 */
export async function loadConnected(
  db: Db,
  providers: { find(providerId: string): ProviderDefinition | null },
  integrationId: string,
): Promise<ProviderDefinition> {
  const integration = await db
    .selectFrom('integration')
    .select(['providerId', 'state'])
    .where('id', '=', integrationId)
    .executeTakeFirst();
  if (integration === undefined) throw new HubError('NOT_FOUND', 'There is no such integration.');

  const provider = providers.find(integration.providerId);
  if (provider === null) {
    throw new HubError('CONFLICT', `This hub no longer knows the provider ${integration.providerId}.`);
  }
  if (integration.state === 'REAUTHORIZATION_REQUIRED') throw reauthorizationRequired(provider);
  if (integration.state === 'CONNECTED') return provider;
  const isPending = integration.state === 'PENDING';
  throw new HubError(
    'CONFLICT',
    isPending
      ? `Connecting to ${provider.name} is not finished yet: consent there first.`
      : `This account is not connected to ${provider.name}. Connect it again first.`,
  );
}
