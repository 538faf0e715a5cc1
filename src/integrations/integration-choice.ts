import type { SelectQueryBuilder } from 'kysely';
import { HubError } from '../platform/errors/hub-error.js';
import { isGiven } from '../platform/graphql/is-given.js';
import type { Tables } from '../tables.js';
import type { VisibleReader } from '../viewer/visible-reader.js';
import type { IntegrationOwners } from './integration-owners.js';

/** Which integrations a subscription is about: all that the viewer may see where nothing is given. */
export interface IntegrationChoice {
  integrationId?: string | null;
  providerId?: string | null;
}

/** Most integrations whose present state a subscription sends on subscribing. */
export const MAX_SNAPSHOTS = 1000;

/** What is asked at each event of a subscription, of which there may be thousands. */
export interface Asking {
  read: VisibleReader;
  services: { integrationOwners: IntegrationOwners };
}

/** @throws HubError NOT_FOUND where an integration is named that the viewer may not see. */
export async function checkChoice(asking: Asking, { integrationId }: IntegrationChoice): Promise<void> {
  if (!isGiven(integrationId) || (await isChosen(asking, {}, integrationId))) return;
  throw new HubError('NOT_FOUND', 'There is no such integration.');
}

/** Whether the viewer may see an integration, now, and it is one of the chosen. */
export async function isChosen(
  { read, services }: Asking,
  choice: IntegrationChoice,
  integrationId: string,
): Promise<boolean> {
  if (isGiven(choice.integrationId) && choice.integrationId !== integrationId) return false;
  const integration = await services.integrationOwners.load(integrationId);
  if (integration === null || !read.seesWhatIsOf(integration)) return false;
  return !isGiven(choice.providerId) || choice.providerId === integration.providerId;
}

/** The chosen integrations that the viewer may see, newest first, at most {@link MAX_SNAPSHOTS}. */
export async function findChosen(read: VisibleReader, choice: IntegrationChoice): Promise<string[]> {
  const rows = await selectChosen(read, choice)
    .select('integration.id')
    .orderBy('integration.id', 'desc')
    .limit(MAX_SNAPSHOTS)
    .execute();
  return rows.map(({ id }) => id);
}

function selectChosen(
  read: VisibleReader,
  { integrationId, providerId }: IntegrationChoice,
): SelectQueryBuilder<Tables, 'integration', object> {
  let query = read.from('integration');
  if (isGiven(integrationId)) query = query.where('integration.id', '=', integrationId);
  if (isGiven(providerId)) query = query.where('integration.providerId', '=', providerId);
  return query;
}
