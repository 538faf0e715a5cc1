import type { PageIntegrationRecordsQuery } from '../gql/graphql.js';

type Records = NonNullable<PageIntegrationRecordsQuery['integration']>['records'];

export type ShownRecord = Records['nodes'][number];

/** What every record has; anything else that is selected is of its type. */
const OF_EVERY_RECORD: ReadonlySet<string> = new Set([
  '__typename',
  'id',
  'model',
  'externalId',
  'firstSeenAt',
  'changedAt',
  'deletedAt',
  'data',
  'syncLog',
]);

/** Columns of a model without a type: of an object with fifty names nobody reads all in a table. */
const MOST_OF_DATA = 5;

/**
 * Names of the columns: the fields that their type has, else what their data have that fits into a cell. The first
 * stays, the others go where no record has a value for them.
 */
export function fieldsOf(records: readonly ShownRecord[]): string[] {
  const [first] = records;
  if (first === undefined) return [];
  const [name, ...others] = Object.keys(first).filter((field) => !OF_EVERY_RECORD.has(field));
  if (name !== undefined)
    return [name, ...others.filter((field) => records.some((one) => valueOf(one, field) !== null))];
  const inData = new Set(records.flatMap(({ data }) => Object.entries(objectOf(data)).flatMap(nameOfCell)));
  return ['externalId', ...[...inData].slice(0, MOST_OF_DATA)];
}

export function valueOf(record: ShownRecord, field: string): unknown {
  const own = record as unknown as Record<string, unknown>;
  return field in own ? own[field] : objectOf(record.data)[field];
}

function nameOfCell([name, value]: [string, unknown]): string[] {
  return value === null || typeof value === 'object' || name === 'id' ? [] : [name];
}

function objectOf(data: unknown): Record<string, unknown> {
  return typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};
}
