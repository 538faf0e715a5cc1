import { GraphQLJSON, GraphQLURL } from 'graphql-scalars';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../platform/graphql/pagination/connection.type.js';
import type { ProviderKind as ProviderKindName } from '../providers/provider.js';
import { AuthMethod } from './connection-state.js';

registerEnumType(AuthMethod, {
  name: 'AuthMethod',
  description: 'How an account is linked.',
  valuesConfig: {
    OAUTH2: { description: "The owner consents at the provider; the hub keeps and refreshes the grant's tokens." },
    API_KEY: { description: 'The owner gives a key of the provider.' },
    BASIC: { description: 'User name and password.' },
    CLIENT_CREDENTIALS: { description: 'The application itself is the account.' },
  },
});

export const ProviderKind = {
  BUILT_IN: 'BUILT_IN',
  DECLARED: 'DECLARED',
  CATALOGUE: 'CATALOGUE',
} as const satisfies Record<ProviderKindName, ProviderKindName>;

registerEnumType(ProviderKind, {
  name: 'ProviderKind',
  description: 'How far the hub knows a provider.',
  valuesConfig: {
    BUILT_IN: { description: 'Programmed here: models, actions, and webhooks where it has them.' },
    DECLARED: { description: 'Described by an operator of this hub (declareProvider).' },
    CATALOGUE: {
      description:
        'Of a public catalogue of OAuth addresses, not tried by the makers of the hub: accounts can be linked and called by callProvider; nothing is synced.',
    },
  },
});

@ObjectType('ProviderModel', { description: 'A kind of object that the hub syncs.', simpleResolvers: true })
export class ProviderModelType {
  @Field(() => String, { description: 'Model name as stored on records, e.g. CalendarEvent.' })
  name!: string;

  @Field(() => Boolean, {
    description: 'How changes are found: a provider token or timestamp, or by comparing everything.',
  })
  supportsIncremental!: boolean;

  @Field(() => Boolean, { description: 'Whether webhooks bring changes as they happen.' })
  supportsRealtime!: boolean;

  @Field(() => String, { nullable: true, description: 'Default cron expression or interval of full runs.' })
  fullSchedule!: string | null;

  @Field(() => String, { nullable: true, description: 'Default cron expression or interval of incremental runs.' })
  incrementalSchedule!: string | null;
}

@ObjectType('ProviderAction', { description: 'What runAction can do at a provider.', simpleResolvers: true })
export class ProviderActionType {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  description!: string;

  @Field(() => GraphQLJSON, { description: 'JSON Schema of the input.' })
  inputSchema!: unknown;

  @Field(() => GraphQLJSON, { description: 'JSON Schema of what it gives.' })
  outputSchema!: unknown;

  @Field(() => String, { description: 'The mutation that does the same with types, e.g. slackPostMessage.' })
  mutation!: string;
}

@ObjectType('ProviderScope', { description: 'A permission that connecting asks the owner for.', simpleResolvers: true })
export class ProviderScopeType {
  @Field(() => String, { description: "The provider's own name of it." })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Why the hub asks for it, in words for the person who consents; null where an operator added it.',
  })
  reason!: string | null;
}

@ObjectType('ProviderKeyHelp', {
  description: 'What an owner needs to know to get a key of the provider.',
  simpleResolvers: true,
})
export class ProviderKeyHelpType {
  @Field(() => GraphQLURL, { description: 'Where the provider shows or makes it.' })
  url!: string;

  @Field(() => String, { description: 'Which kind of key, and what it has to allow.' })
  hint!: string;
}

@ObjectType('Provider', { description: 'A third-party service that accounts can be linked at.', simpleResolvers: true })
export class ProviderType {
  @Field(() => ID, { description: 'Stable slug: slack, stripe, google-calendar, gmail, github, …' })
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  category!: string;

  @Field(() => GraphQLURL, { nullable: true })
  docsUrl!: string | null;
}

export const ProviderConnection = connectionType('Provider', () => ProviderType);
