import { sql, type SelectQueryBuilder } from 'kysely';
import { z } from 'zod';
import { VISIBLE_COLUMNS, type VisibleIntegration } from '../integrations/visible-integration.js';
import { isGiven } from '../platform/graphql/is-given.js';
import { Connection } from '../platform/graphql/pagination/connection.js';
import { Cursors } from '../platform/graphql/pagination/cursor.js';
import { checkPageSize } from '../platform/graphql/pagination/page-size.js';
import type { Tables } from '../tables.js';
import type { VisibleReader } from '../viewer/visible-reader.js';
import type { HealthState } from './health-state.js';
import type { IntegrationFilter } from './integration-filter.type.js';

export interface IntegrationListRequest {
  first: number;
  after: string | null | undefined;
  filter: IntegrationFilter | null | undefined;
}

type Integrations = SelectQueryBuilder<Tables, 'integration', object>;

const cursors = new Cursors('integrations:newest', z.string().startsWith('int_'));

/** A page of the integrations that the viewer may see, newest first. */
export async function listIntegrations(
  read: VisibleReader,
  request: IntegrationListRequest,
): Promise<Connection<VisibleIntegration>> {
  const first = checkPageSize(request.first);
  const after = cursors.decodeAfter(request.after);
  const wanted = selectIntegrations(read, request.filter ?? {});
  const rest = after === null ? wanted : wanted.where('integration.id', '<', after);
  return new Connection<VisibleIntegration>({
    rows: await rest
      .select(VISIBLE_COLUMNS)
      .orderBy('integration.id', 'desc')
      .limit(first + 1)
      .execute(),
    first,
    after: request.after,
    hasPreviousPage: after !== null,
    cursorOf: (integration) => cursors.encode(integration.id),
    nodeOf: (integration) => integration,
    count: () => countRows(wanted),
  });
}

function selectIntegrations(read: VisibleReader, filter: IntegrationFilter): Integrations {
  let query = read.from('integration');
  for (const column of ['providerId', 'state', 'userId', 'tenantId'] as const) {
    const wanted = filter[column];
    if (isGiven(wanted)) query = query.where(`integration.${column}`, '=', wanted);
  }
  const text = filter.search?.trim() ?? '';
  if (text !== '') query = whereText(query, text);
  return isGiven(filter.health) ? whereHealth(query, filter.health) : query;
}

function whereText(query: Integrations, text: string): Integrations {
  const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  return query.where(({ or }) =>
    or(
      (['accountLabel', 'userId', 'tenantId'] as const).map(
        (column) => sql<boolean>`lower(${sql.ref(`integration.${column}`)}) like ${pattern} escape '\\'`,
      ),
    ),
  );
}

/** Without calls nothing is known, whatever the row says or whether there is one. */
function whereHealth(query: Integrations, state: HealthState): Integrations {
  return query.where(({ exists, not, selectFrom }) => {
    const known = selectFrom('health')
      .select('health.integrationId')
      .whereRef('health.integrationId', '=', 'integration.id')
      .where('health.calls', '>', 0);
    return state === 'UNKNOWN' ? not(exists(known)) : exists(known.where('health.state', '=', state));
  });
}

async function countRows(query: Integrations): Promise<number> {
  const row = await query.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  return row.count;
}
