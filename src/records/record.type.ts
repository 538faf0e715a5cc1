import { GraphQLJSON } from 'graphql-scalars';
import type { Selectable } from 'kysely';
import { Field, InterfaceType } from 'type-graphql';
import { DateTime } from '../platform/graphql/date-time.scalar.js';
import { fromJson, type JsonText } from '../platform/database/json-text.js';
import { Node } from '../platform/graphql/node.type.js';
import type { Tables } from '../tables.js';

type RowColumn = 'id' | 'integrationId' | 'model' | 'externalId' | 'data' | 'firstSeenAt' | 'changedAt' | 'deletedAt';

/**
 * Base of every model's GraphQL type: a subclass adds getters over `this.data`.
 * The field `integration` is added by records/record.resolver.ts.
 */
@InterfaceType('Record', {
  implements: Node,
  description:
    'A synced object. Each model is its own type with its own fields: CalendarEvent, SlackChannel, StripeCustomer, …',
  resolveType: (value: object) => value.constructor.name,
})
export abstract class RecordType<Data = unknown> extends Node {
  /** @param parsed the row's data, where it is at hand. */
  constructor(
    private readonly row: Pick<Selectable<Tables['record']>, RowColumn>,
    private parsed?: Data,
  ) {
    super();
    this.id = row.id;
  }

  /** For the resolvers of the interface; not a GraphQL field. */
  get integrationId(): string {
    return this.row.integrationId;
  }

  @Field(() => String)
  get model(): string {
    return this.row.model;
  }

  @Field(() => String, { description: "The provider's own id." })
  get externalId(): string {
    return this.row.externalId;
  }

  @Field(() => GraphQLJSON, { description: "The provider's object as the hub stores it." })
  get data(): Data {
    return (this.parsed ??= fromJson(this.row.data as JsonText<Data>));
  }

  @Field(() => DateTime)
  get firstSeenAt(): Date {
    return new Date(this.row.firstSeenAt);
  }

  @Field(() => DateTime)
  get changedAt(): Date {
    return new Date(this.row.changedAt);
  }

  @Field(() => DateTime, { nullable: true })
  get deletedAt(): Date | null {
    return this.row.deletedAt === null ? null : new Date(this.row.deletedAt);
  }
}
