import { HubError } from '../platform/errors/hub-error.js';
import { loadRowByKey, type KeyLoader } from '../platform/graphql/row-loaders.js';
import type { VisibleReader } from '../viewer/visible-reader.js';
import { VISIBLE_COLUMNS, type VisibleIntegration } from './visible-integration.js';

export type IntegrationLoader = KeyLoader<VisibleIntegration | null>;

export function integrationLoader(read: VisibleReader): IntegrationLoader {
  return loadRowByKey(
    (ids) => read.from('integration').select(VISIBLE_COLUMNS).where('integration.id', 'in', ids).execute(),
    (integration) => integration.id,
  );
}

/** The integration that a visible row hangs on. @throws HubError NOT_FOUND where it went away meanwhile. */
export async function loadOwningIntegration(loader: IntegrationLoader, id: string): Promise<VisibleIntegration> {
  const integration = await loader.load(id);
  if (integration !== null) return integration;
  throw new HubError('NOT_FOUND', 'This integration no longer exists. Ask for the list of integrations again.');
}
