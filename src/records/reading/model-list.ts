import { z } from 'zod';
import { Connection } from '../../platform/graphql/pagination/connection.js';
import { HubError } from '../../platform/errors/hub-error.js';
import { Cursors } from '../../platform/graphql/pagination/cursor.js';
import { checkPageSize } from '../../platform/graphql/pagination/page-size.js';
import type { Scope } from '../../scope.js';
import type { Row } from '../../tables.js';
import { typedRecord } from '../record-types.js';
import type { RecordType } from '../record.type.js';
import type { IndexPlan } from './index-plan.js';
import { wantedBy, type ListArguments } from './list-request.js';
import { countWanted, readPage, type ListKey } from './wanted-records.js';

const listKey: z.ZodType<ListKey> = z.tuple([z.int(), z.string().startsWith('rec_')]);

/**
 * A page of the records of one model of an integration.
 * @throws HubError NOT_FOUND where the viewer sees no such integration, BAD_INPUT where it is of another provider.
 */
export async function listModel(
  scope: Scope,
  plan: IndexPlan,
  args: ListArguments,
): Promise<Connection<Row<'record'>, RecordType>> {
  const wanted = wantedBy(plan, args);
  const cursors = new Cursors(`${plan.reading.query}:${args.integrationId}:${wanted.direction}`, listKey);
  const first = checkPageSize(args.first);
  const after = cursors.decodeAfter(args.after);
  await requireModel(scope, plan, args.integrationId);
  await scope.services.recordIndex.requireReady(plan);
  const { includeDeleted } = args;
  return new Connection<Row<'record'>, RecordType>({
    rows: await readPage(scope.read, wanted, { includeDeleted, after, limit: first + 1 }),
    first,
    after: args.after,
    hasPreviousPage: after !== null,
    cursorOf: ({ sortKey, id }) => cursors.encode([Number(sortKey), id]),
    nodeOf: (record) => typedRecord(scope.services.providers, record),
    count: () => countWanted(scope.read, wanted, { includeDeleted }),
  });
}

async function requireModel({ load, services }: Scope, { model, reading }: IndexPlan, id: string): Promise<void> {
  const integration = await load.integration.load(id);
  if (integration === null) throw new HubError('NOT_FOUND', 'There is no such integration.');
  const provider = services.providers.find(integration.providerId);
  if (provider?.models.some(({ name }) => name === model)) return;
  throw new HubError(
    'BAD_INPUT',
    `"${reading.query}" lists ${model} records, and an integration with ${provider?.name ?? integration.providerId} has none. Name an integration with the provider that they are of.`,
  );
}
