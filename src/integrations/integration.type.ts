import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from '../platform/graphql/date-time.scalar.js';
import { Node } from '../platform/graphql/node.type.js';
import { connectionType } from '../platform/graphql/pagination/connection.type.js';
import { AuthMethod } from './connection-state.js';
import './provider.type.js';

/** Values are rows of `integration`; edges to later features are added by those. */
@ObjectType('Integration', {
  implements: Node,
  description: "One owner's link to one account at a provider, with its credentials, syncs, records and health.",
  simpleResolvers: true,
})
export class IntegrationType {
  @Field(() => ID)
  tenantId!: string;

  @Field(() => ID)
  userId!: string;

  @Field(() => String, {
    nullable: true,
    description: "The account's own name at the provider, e.g. the Slack workspace or the Google address.",
  })
  accountLabel!: string | null;

  @Field(() => String, { nullable: true, description: "The account's id at the provider." })
  externalAccountId!: string | null;

  @Field(() => AuthMethod)
  authMethod!: AuthMethod;

  @Field(() => DateTime)
  createdAt!: number;
}

export const IntegrationConnection = connectionType('Integration', () => IntegrationType);
