import type { GraphQLFieldConfig, GraphQLObjectType } from 'graphql';
import { whenLoaded } from '../../platform/graphql/row-loaders.js';
import type { RecordReference } from '../../providers/provider.js';
import type { GraphQLContext, Scope } from '../../scope.js';
import { typedRecord } from '../record-types.js';
import type { RecordType } from '../record.type.js';
import { referenceKey, type ReferencePlace } from './reference.loader.js';

/** A field of a model that leads to a record of another model of the same integration. */
export function referenceField(
  reference: RecordReference,
  target: GraphQLObjectType,
): GraphQLFieldConfig<RecordType, GraphQLContext> {
  return {
    description: `${reference.description} Null where the hub has no such ${reference.to}.`,
    type: target,
    resolve: (record, _args, { scope }) => loadReferred(scope, reference, record),
  };
}

async function loadReferred(scope: Scope, reference: RecordReference, record: RecordType): Promise<RecordType | null> {
  const id: unknown = record[reference.by as keyof RecordType];
  // PostgreSQL stores no text that holds a NUL, and so no id.
  if (typeof id !== 'string' || id.includes('\0')) return null;
  const place = await placeOf(scope, reference, record.integrationId, id);
  return whenLoaded(scope.load.referred.load(referenceKey(place)), (row) =>
    row === null ? null : typedRecord(scope.services.providers, row),
  );
}

/** @throws HubError CONFLICT while the other model's older records cannot be found. */
async function placeOf(
  { services }: Scope,
  { to, at }: RecordReference,
  integrationId: string,
  id: string,
): Promise<ReferencePlace> {
  if (at === undefined) return { integrationId, model: to, column: 'externalId', text: id };
  const plan = services.recordIndex.planOf(to);
  if (plan === null) throw new Error(`${to} has no list, so it cannot be found by "${at}".`);
  await services.recordIndex.requireReady(plan);
  return { integrationId, model: to, column: plan.columnOf(at), text: plan.textOf(at, id) };
}
