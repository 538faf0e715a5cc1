import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { IntegrationType } from '../integrations/integration.type.js';
import type { VisibleIntegration } from '../integrations/visible-integration.js';
import type { Connection } from '../platform/graphql/pagination/connection.js';
import { whenLoaded, type Loaded } from '../platform/graphql/row-loaders.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { listApiCalls } from './api-call-list.js';
import { ApiCallConnection, ApiCallFilter } from './api-call.type.js';
import { ProviderQuotaType } from './provider-quota.type.js';

@Resolver(() => IntegrationType)
export class IntegrationRequestsResolver {
  @FieldResolver(() => ProviderQuotaType)
  quota(@Root() integration: VisibleIntegration, @Ctx('scope') scope: Scope): Loaded<ProviderQuotaType> {
    return whenLoaded(scope.load.quota.load(integration.id), (quota) => ({
      limit: quota?.callLimit ?? null,
      remaining: quota?.remaining ?? null,
      resetsAt: quota?.resetsAt ?? null,
      queuedCalls: scope.services.queuedCalls(integration.id),
    }));
  }

  @FieldResolver(() => ApiCallConnection, { description: 'What the hub asked the provider, newest first.' })
  apiCalls(
    @Root() integration: VisibleIntegration,
    @Ctx('scope') scope: Scope,
    @Arg('first', () => Int, { defaultValue: 50, description: 'From 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('filter', () => ApiCallFilter, { nullable: true }) filter: ApiCallFilter | null,
  ): Promise<Connection<Row<'api_call'>>> {
    return listApiCalls(scope, integration.id, { first, after, filter });
  }
}
