import { GraphQLURL } from 'graphql-scalars';
import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { Connection } from '../platform/graphql/pagination/connection.js';
import type { ProviderKind as ProviderKindName } from '../providers/provider.js';
import type { ProviderView } from './provider-view.js';
import type { Scope } from '../scope.js';
import { apiKeyOf, oauth2Of } from './auth-methods.js';
import { AuthMethod } from './connection-state.js';
import { listProviders } from './provider-list.js';
import { actionMutation } from './action-mutation.js';
import { inputSchemaOf, outputSchemaOf } from './action-schemas.js';
import {
  ProviderActionType,
  ProviderConnection,
  ProviderKeyHelpType,
  ProviderKind,
  ProviderModelType,
  ProviderScopeType,
  ProviderType,
} from './provider.type.js';

@Resolver(() => ProviderType)
export class ProviderResolver {
  @Query(() => ProviderConnection, { description: 'The providers of this hub by name, those of the catalogue last.' })
  providers(
    @Ctx('scope') scope: Scope,
    @Arg('first', () => Int, { defaultValue: 50, description: 'From 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('search', () => String, { nullable: true, description: 'Part of the id, name or category, in any case.' })
    search: string | null,
    @Arg('configured', () => Boolean, {
      nullable: true,
      description: 'Only those that can, or that cannot, be connected to.',
    })
    configured: boolean | null,
    @Arg('kinds', () => [ProviderKind], { nullable: true, description: 'Only those of these kinds.' })
    kinds: ProviderKindName[] | null,
  ): Promise<Connection<ProviderView>> {
    return listProviders(scope, { first, after, search, configured, kinds });
  }

  @Query(() => ProviderType, { nullable: true, description: 'One provider, or null where there is none of that id.' })
  provider(@Arg('id', () => ID) id: string, @Ctx('scope') scope: Scope): ProviderView | null {
    return scope.services.providers.find(id);
  }

  @FieldResolver(() => ProviderKind)
  kind(@Root() { kind }: ProviderView): ProviderKindName {
    return kind ?? 'BUILT_IN';
  }

  @FieldResolver(() => [AuthMethod], { description: 'In the order in which they are offered.' })
  authMethods(@Root() provider: ProviderView): AuthMethod[] {
    return provider.auth.map(({ method }) => method);
  }

  @FieldResolver(() => Boolean, {
    description: 'True once an operator has stored what connecting needs (client id and secret, for OAuth).',
  })
  async configured(@Root() provider: ProviderView, @Ctx('scope') scope: Scope): Promise<boolean> {
    return (await scope.load.providerSettings.load(provider.id)).configured;
  }

  @FieldResolver(() => [String], { description: 'Scopes that connecting asks for where the caller names none.' })
  async defaultScopes(@Root() provider: ProviderView, @Ctx('scope') scope: Scope): Promise<readonly string[]> {
    return (await scope.load.providerSettings.load(provider.id)).scopes;
  }

  @FieldResolver(() => [AuthMethod], {
    description:
      'Those of authMethods by which an account can be connected now; none while the provider is switched off.',
  })
  async availableAuthMethods(@Root() provider: ProviderView, @Ctx('scope') scope: Scope): Promise<AuthMethod[]> {
    const { enabled, takesConsent } = await scope.load.providerSettings.load(provider.id);
    if (!enabled) return [];
    return this.authMethods(provider).filter((method) => method !== 'OAUTH2' || takesConsent);
  }

  @FieldResolver(() => [ProviderScopeType], { description: 'defaultScopes, with why the hub asks for each.' })
  async scopes(@Root() provider: ProviderView, @Ctx('scope') scope: Scope): Promise<ProviderScopeType[]> {
    const { scopes } = await scope.load.providerSettings.load(provider.id);
    const reasons = new Map(oauth2Of(provider)?.scopes.map(({ name, reason }) => [name, reason]));
    return scopes.map((name) => ({ name, reason: reasons.get(name) ?? null }));
  }

  @FieldResolver(() => ProviderKeyHelpType, {
    nullable: true,
    description: 'Where an owner gets a key for connectWithApiKey; null where the provider takes none or does not say.',
  })
  keyHelp(@Root() provider: ProviderView): ProviderKeyHelpType | null {
    return apiKeyOf(provider)?.help ?? null;
  }

  @FieldResolver(() => [ProviderModelType])
  models(@Root() provider: ProviderView): ProviderModelType[] {
    return provider.models.map(({ name, supportsIncremental, supportsRealtime, schedule }) => ({
      name,
      supportsIncremental,
      supportsRealtime,
      fullSchedule: schedule.full,
      incrementalSchedule: schedule.incremental,
    }));
  }

  @FieldResolver(() => [ProviderActionType])
  actions(@Root() provider: ProviderView): ProviderActionType[] {
    return provider.actions.map((action) => ({
      name: action.name,
      description: action.description,
      inputSchema: inputSchemaOf(action),
      outputSchema: outputSchemaOf(action),
      mutation: actionMutation(provider.id, action.name),
    }));
  }

  @FieldResolver(() => Boolean, { description: 'Whether the hub takes its webhooks.' })
  supportsWebhooks(@Root() provider: ProviderView): boolean {
    return provider.webhook !== undefined;
  }

  @FieldResolver(() => GraphQLURL, {
    nullable: true,
    description: 'Where the provider must send its webhooks. Null where it has none.',
  })
  webhookUrl(@Root() provider: ProviderView, @Ctx('scope') scope: Scope): string | null {
    return provider.webhook !== undefined ? `${scope.services.providers.publicUrl}/webhooks/${provider.id}` : null;
  }

  @FieldResolver(() => GraphQLURL, {
    nullable: true,
    description: 'Redirect address to register at the provider; null where it does not speak OAuth.',
  })
  redirectUrl(@Root() provider: ProviderView, @Ctx('scope') scope: Scope): string | null {
    const speaksOAuth = provider.auth.some(({ method }) => method === 'OAUTH2');
    return speaksOAuth ? `${scope.services.providers.publicUrl}/oauth/callback/${provider.id}` : null;
  }
}
