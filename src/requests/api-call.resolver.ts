import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { IntegrationType } from '../integrations/integration.type.js';
import { loadOwningIntegration } from '../integrations/integration.loader.js';
import type { VisibleIntegration } from '../integrations/visible-integration.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { ApiCallType } from './api-call.type.js';

/** `syncLog` is added by syncs/api-call-sync-log.resolver.ts. */
@Resolver(() => ApiCallType)
export class ApiCallResolver {
  @FieldResolver(() => IntegrationType)
  integration(@Root() call: Row<'api_call'>, @Ctx('scope') scope: Scope): Promise<VisibleIntegration> {
    return loadOwningIntegration(scope.load.integration, call.integrationId);
  }
}
