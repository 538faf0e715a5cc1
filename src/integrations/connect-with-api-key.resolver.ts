import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { payloadOf, UserError } from '../platform/graphql/user-error.type.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { IntegrationType } from './integration.type.js';

@InputType()
export class ConnectWithApiKeyInput {
  @Field(() => ID)
  providerId!: string;

  @Field(() => String, { description: 'Proved with one call, then stored sealed and never shown again.' })
  apiKey!: string;

  @Field(() => String, { nullable: true })
  apiSecret?: string | null;

  @Field(() => ID, { nullable: true, description: 'To replace the key of an integration that exists.' })
  integrationId?: string | null;
}

@ObjectType()
export class ConnectWithApiKeyPayload {
  @Field(() => IntegrationType, { nullable: true })
  integration!: Row<'integration'> | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class ConnectWithApiKeyResolver {
  @Mutation(() => ConnectWithApiKeyPayload, {
    description: 'Links an account by a key that its owner made at the provider.',
  })
  connectWithApiKey(
    @Arg('input', () => ConnectWithApiKeyInput) input: ConnectWithApiKeyInput,
    @Ctx('scope') scope: Scope,
  ) {
    return payloadOf(async () => ({ integration: await scope.services.connections.connectWithApiKey(scope, input) }), {
      integration: null,
    });
  }
}
