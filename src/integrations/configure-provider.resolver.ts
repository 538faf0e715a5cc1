import { GraphQLURL } from 'graphql-scalars';
import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { payloadOf, UserError } from '../platform/graphql/user-error.type.js';
import type { Scope } from '../scope.js';
import { requireRole } from '../viewer/require-role.js';
import { atField } from './at-field.js';
import type { ProviderView } from './provider-view.js';
import { ProviderType } from './provider.type.js';

@InputType({ description: "A provider's addresses; those left out stay as they are." })
export class EndpointsInput {
  @Field(() => GraphQLURL, { nullable: true })
  authorizationUrl?: URL | null;

  @Field(() => GraphQLURL, { nullable: true })
  tokenUrl?: URL | null;

  @Field(() => GraphQLURL, { nullable: true })
  revocationUrl?: URL | null;

  @Field(() => GraphQLURL, { nullable: true })
  apiUrl?: URL | null;
}

@InputType({
  description:
    'What is left out or null stays as it is; an empty text or list forgets what was stored, so that the environment or the provider’s default counts again.',
})
export class ConfigureProviderInput {
  @Field(() => ID)
  providerId!: string;

  @Field(() => String, { nullable: true })
  clientId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Stored sealed and never shown again. Counts with the clientId that is stored, never with another.',
  })
  clientSecret?: string | null;

  @Field(() => String, { nullable: true, description: 'Key with which the provider signs its webhooks.' })
  webhookSecret?: string | null;

  @Field(() => [String], { nullable: true, description: 'Asked of every account that is connected from now on.' })
  scopes?: string[] | null;

  @Field(() => EndpointsInput, {
    nullable: true,
    description: 'For a provider that runs elsewhere: GitHub Enterprise, Slack GovCloud, a local emulator.',
  })
  endpoints?: EndpointsInput | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'False switches the provider off: nobody can connect, no sync begins and no action runs, until it is switched on again. What is linked stays linked and can be disconnected; a sync under way ends.',
  })
  enabled?: boolean | null;
}

@ObjectType()
export class ConfigureProviderPayload {
  @Field(() => ProviderType, { nullable: true })
  provider!: ProviderView | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class ConfigureProviderResolver {
  @Mutation(() => ConfigureProviderPayload, { description: 'Stores what connecting to a provider needs. OPERATOR.' })
  configureProvider(
    @Arg('input', () => ConfigureProviderInput) input: ConfigureProviderInput,
    @Ctx('scope') scope: Scope,
  ) {
    requireRole(scope.viewer, 'OPERATOR');
    const { providers } = scope.services;
    return payloadOf(
      async () => {
        const provider: ProviderView = await atField(['input', 'providerId'], () =>
          providers.configure(input, scope.viewer),
        );
        return { provider };
      },
      { provider: null },
    );
  }
}
