import { GraphQLURL } from 'graphql-scalars';
import { Field, ObjectType, registerEnumType } from 'type-graphql';

export const ClientSource = { STORED: 'STORED', ENVIRONMENT: 'ENVIRONMENT' } as const;
export type ClientSource = (typeof ClientSource)[keyof typeof ClientSource];

registerEnumType(ClientSource, {
  name: 'ClientSource',
  description: 'Who set up the client that the hub is at a provider.',
  valuesConfig: {
    STORED: { description: 'An operator, by configureProvider.' },
    ENVIRONMENT: { description: 'Whoever started the hub, by its environment.' },
  },
});

@ObjectType('ProviderEndpoints', {
  description: "A provider's addresses, as they are in force.",
  simpleResolvers: true,
})
export class ProviderEndpointsType {
  @Field(() => GraphQLURL, { nullable: true })
  authorizationUrl?: string;

  @Field(() => GraphQLURL, { nullable: true })
  tokenUrl?: string;

  @Field(() => GraphQLURL, { nullable: true })
  revocationUrl?: string;

  @Field(() => GraphQLURL)
  apiUrl!: string;
}

@ObjectType('ProviderSettings', {
  description: 'What is in force for a provider. Of secrets only whether there are any.',
  simpleResolvers: true,
})
export class ProviderSettingsType {
  @Field(() => Boolean, { description: 'False while an operator has switched it off.' })
  enabled!: boolean;

  @Field(() => String, { nullable: true })
  clientId!: string | null;

  @Field(() => ClientSource, { nullable: true, description: 'Null where there is no client.' })
  clientSource!: ClientSource | null;

  @Field(() => Boolean)
  hasClientSecret!: boolean;

  @Field(() => Boolean)
  hasWebhookSecret!: boolean;

  @Field(() => Boolean, {
    description: "Whether an operator chose defaultScopes; else they are what the provider's declaration asks for.",
  })
  hasOwnScopes!: boolean;

  @Field(() => ProviderEndpointsType)
  endpoints!: ProviderEndpointsType;
}
