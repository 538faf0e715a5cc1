import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { IntegrationType } from '../integrations/integration.type.js';
import { loadOwningIntegration } from '../integrations/integration.loader.js';
import type { VisibleIntegration } from '../integrations/visible-integration.js';
import type { Scope } from '../scope.js';
import { RecordType } from './record.type.js';

@Resolver(() => RecordType)
export class RecordResolver {
  @FieldResolver(() => IntegrationType)
  integration(@Root() record: RecordType, @Ctx('scope') scope: Scope): Promise<VisibleIntegration> {
    return loadOwningIntegration(scope.load.integration, record.integrationId);
  }
}
