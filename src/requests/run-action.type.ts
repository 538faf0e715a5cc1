import { GraphQLJSON } from 'graphql-scalars';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { UserError } from '../platform/graphql/user-error.type.js';

@InputType('RunActionInput', { description: 'Something to do at the provider.' })
export class RunActionInput {
  @Field(() => ID)
  integrationId!: string;

  @Field(() => String, { description: "Name of one of the provider's actions." })
  action!: string;

  @Field(() => GraphQLJSON, { description: "As the action's input schema says." })
  input!: unknown;

  @Field(() => String, { nullable: true, description: 'Two runs with the same key have one effect and one answer.' })
  idempotencyKey?: string | null;
}

@ObjectType('RunActionPayload', { description: 'What an action gave.' })
export class RunActionPayload {
  @Field(() => GraphQLJSON, { nullable: true, description: 'What the provider answered; null where it failed.' })
  output!: unknown;

  @Field(() => [UserError])
  userErrors!: UserError[];
}
