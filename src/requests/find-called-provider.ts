import { HubError } from '../platform/errors/hub-error.js';
import type { ProviderDefinition } from '../providers/provider.js';
import type { VisibleReader } from '../viewer/visible-reader.js';

/**
 * The provider of an integration that somebody wants to be called.
 * @param providerId The provider that it has to be of; any where left out.
 * @throws HubError NOT_FOUND where the viewer sees no such integration, BAD_INPUT where it is of another provider.
 */
export async function findCalledProvider(
  read: VisibleReader,
  providers: { find(providerId: string): ProviderDefinition | null },
  integrationId: string,
  providerId?: string,
): Promise<ProviderDefinition> {
  const integration = await read
    .from('integration')
    .select('integration.providerId')
    .where('integration.id', '=', integrationId)
    .executeTakeFirst();
  const provider = integration === undefined ? null : providers.find(integration.providerId);
  const field = ['input', 'integrationId'];
  if (provider === null) throw new HubError('NOT_FOUND', 'There is no such integration.', { field });
  if (providerId === undefined || providerId === provider.id) return provider;
  const wanted = providers.find(providerId)?.name ?? providerId;
  throw new HubError(
    'BAD_INPUT',
    `This account is linked at ${provider.name}. Give the integrationId of one at ${wanted}.`,
    { field },
  );
}
