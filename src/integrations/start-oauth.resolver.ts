import { GraphQLURL } from 'graphql-scalars';
import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { DateTime } from '../platform/graphql/date-time.scalar.js';
import { payloadOf, UserError } from '../platform/graphql/user-error.type.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { IntegrationType } from './integration.type.js';

@InputType()
export class StartOAuthInput {
  @Field(() => ID)
  providerId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'To reconnect: the same integration is kept, with its syncs and records.',
  })
  integrationId?: string | null;

  @Field(() => [String], { nullable: true, description: "Asked for besides the provider's default scopes." })
  scopes?: string[] | null;

  @Field(() => GraphQLURL, {
    nullable: true,
    description:
      'Where the browser ends up; must be of an allowed origin. It gets status and integrationId, or error, in its query.',
  })
  returnUrl?: URL | null;

  @Field(() => Boolean, {
    defaultValue: true,
    description:
      "The consent counts only in the browser that sent this. False, with the operator key only, where the product's own server hands the address to its user's browser and answers for it.",
  })
  bindBrowser!: boolean;
}

@ObjectType()
export class StartOAuthPayload {
  @Field(() => IntegrationType, { nullable: true, description: 'PENDING until the callback.' })
  integration!: Row<'integration'> | null;

  @Field(() => GraphQLURL, { nullable: true, description: 'Send the browser here.' })
  authorizationUrl!: string | null;

  @Field(() => DateTime, { nullable: true })
  expiresAt!: number | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class StartOAuthResolver {
  @Mutation(() => StartOAuthPayload, { description: "Begins to link an account by the provider's own consent page." })
  startOAuth(@Arg('input', () => StartOAuthInput) input: StartOAuthInput, @Ctx('scope') scope: Scope) {
    return payloadOf(() => scope.services.connections.startOAuth(scope, input), {
      integration: null,
      authorizationUrl: null,
      expiresAt: null,
    });
  }
}
