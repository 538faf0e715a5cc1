import type { SelectQueryBuilder } from 'kysely';
import { HubError } from '../platform/errors/hub-error.js';
import { isGiven } from '../platform/graphql/is-given.js';
import type { Tables } from '../tables.js';
import type { VisibleReader } from '../viewer/visible-reader.js';

/** Which integrations a subscription is about: all that the viewer may see where nothing is given. */
export interface IntegrationChoice {
  integrationId?: string | null;
  providerId?: string | null;
}

/** Most integrations whose present state a subscription sends on subscribing. */
export const MAX_SNAPSHOTS = 1000;

/** @throws HubError NOT_FOUND where an integration is named that the viewer may not see. */
export async function checkChoice(read: VisibleReader, { integrationId }: IntegrationChoice): Promise<void> {
  if (!isGiven(integrationId) || (await isChosen(read, {}, integrationId))) return;
  throw new HubError('NOT_FOUND', 'There is no such integration.');
}

/** Whether the viewer may see an integration, now, and it is one of the chosen. */
export async function isChosen(
  read: VisibleReader,
  choice: IntegrationChoice,
  integrationId: string,
): Promise<boolean> {
  // What can be told without the database is not asked of it: each event comes by here.
  if (isGiven(choice.integrationId) && choice.integrationId !== integrationId) return false;
  const found = await selectChosen(read, choice)
    .where('integration.id', '=', integrationId)
    .select('integration.id')
    .executeTakeFirst();
  return found !== undefined;
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
