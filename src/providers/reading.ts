import type { RecordType } from '../records/record.type.js';

/** A model's own list in GraphQL, beside the change feed of all models: `stripeInvoices(integrationId, status, …)`. */
export interface ReadingDefinition<Item = RecordType> {
  /** The query field, e.g. `stripeInvoices`. */
  query: string;
  /** What the list holds and in which order. */
  description: string;
  /** Raise it when a getter that is filtered or sorted by gives other values than before: those stored are then made anew. */
  version: number;
  /**
   * Arguments by which the list can be narrowed: fields of the model's GraphQL type that hold one value, with that
   * field's type. At most four. What the list is cut down by most stands first: of several that are given the
   * database looks that one up, and goes through what it finds.
   */
  filters: Readonly<Record<string, ReadingFilter>>;
  order: ReadingOrder<Item>;
  /** Fields that lead to a record of another model of the same integration, by name. */
  references?: Readonly<Record<string, RecordReference>>;
}

export interface ReadingFilter {
  /** Of the argument, for who reads the schema. */
  description: string;
  /** Whether upper and lower case are the same. */
  ignoresCase?: true;
}

export interface ReadingOrder<Item> {
  /** When, for the place in the list, or that place itself; null puts it at the end. */
  by(item: Item): Date | number | null;
  direction: 'ASC' | 'DESC';
  /** Argument for the earliest such time, itself included, e.g. `startsAfter`; left out where it is no time. */
  after?: string;
  /** Argument for the end of such times, itself left out, e.g. `startsBefore`; left out where it is no time. */
  before?: string;
}

export interface RecordReference {
  description: string;
  /** Name of the model that it leads to. */
  to: string;
  /** Field of this model that holds the other's id. */
  by: string;
  /** Filter of the other model by which it is found; its external id where left out. */
  at?: string;
}

/** What a list says of the fields of its model's GraphQL type. */
interface FieldsOf<Item> {
  filters: Readonly<Partial<Record<Exclude<keyof Item & string, keyof RecordType>, ReadingFilter>>>;
  references?: Readonly<Record<string, RecordReference & { by: keyof Item & string }>>;
}

/** Only gives types to a declaration: `Item` is the model's GraphQL type. */
export function defineReading<Item>(
  reading: Omit<ReadingDefinition<Item>, keyof FieldsOf<Item>> & FieldsOf<Item>,
): ReadingDefinition {
  return reading as unknown as ReadingDefinition;
}
