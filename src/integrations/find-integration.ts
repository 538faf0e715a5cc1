import { HubError } from '../platform/errors/hub-error.js';
import type { ProviderDefinition } from '../providers/provider.js';
import type { Row } from '../tables.js';
import type { VisibleReader } from '../viewer/visible-reader.js';

const FIELD = ['input', 'integrationId'];

/** @throws HubError NOT_FOUND when the viewer sees no integration of that id. */
export async function findIntegration(read: VisibleReader, id: string): Promise<Row<'integration'>> {
  const integration = await read
    .from('integration')
    .selectAll('integration')
    .where('integration.id', '=', id)
    .executeTakeFirst();
  if (integration !== undefined) return integration;
  throw new HubError('NOT_FOUND', 'There is no such integration.', { field: FIELD });
}

/** The integration to connect again. @throws HubError NOT_FOUND, or BAD_INPUT when it is of another provider. */
export async function findIntegrationOf(
  provider: ProviderDefinition,
  read: VisibleReader,
  id: string,
): Promise<Row<'integration'>> {
  const integration = await findIntegration(read, id);
  if (integration.providerId === provider.id) return integration;
  throw new HubError('BAD_INPUT', `This integration is not one of ${provider.name}; name the provider it belongs to.`, {
    field: FIELD,
  });
}
