import type { ProviderCatalog } from '../integrations/provider-catalog.js';
import type { Row } from '../tables.js';
import type { RecordType } from './record.type.js';
import { GenericRecord } from './generic-record.type.js';

type RecordClass = new (row: Row<'record'>) => RecordType;

const classesOf = new WeakMap<ProviderCatalog, Map<string, RecordClass>>();

/** A stored record as a value of its model's GraphQL type. */
export function typedRecord(providers: ProviderCatalog, row: Row<'record'>): RecordType {
  const RecordOfModel = recordClasses(providers).get(row.model) ?? GenericRecord;
  return new RecordOfModel(row);
}

function recordClasses(providers: ProviderCatalog): Map<string, RecordClass> {
  const known = classesOf.get(providers);
  if (known !== undefined) return known;
  const models = providers.list().flatMap((provider) => provider.models);
  const classes = new Map(models.map((model) => [model.name, model.type as RecordClass]));
  classesOf.set(providers, classes);
  return classes;
}
