import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { payloadOf, UserError } from '../platform/graphql/user-error.type.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { IntegrationType } from './integration.type.js';

@InputType()
export class DisconnectIntegrationInput {
  @Field(() => ID)
  integrationId!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Also erase what was synced. It goes without tombstones: connectionStatusChanged tells of it, recordsChanged does not.',
  })
  deleteRecords!: boolean;
}

@ObjectType()
export class DisconnectIntegrationPayload {
  @Field(() => IntegrationType, { nullable: true })
  integration!: Row<'integration'> | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class DisconnectIntegrationResolver {
  @Mutation(() => DisconnectIntegrationPayload, {
    description:
      'Takes the grant back at the provider and erases the credentials. The integration stays, and can be connected again.',
  })
  disconnectIntegration(
    @Arg('input', () => DisconnectIntegrationInput) input: DisconnectIntegrationInput,
    @Ctx('scope') scope: Scope,
  ) {
    return payloadOf(async () => ({ integration: await scope.services.connections.disconnect(scope, input) }), {
      integration: null,
    });
  }
}
