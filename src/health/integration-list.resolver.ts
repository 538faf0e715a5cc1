import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Int, Query, Resolver } from 'type-graphql';
import { IntegrationConnection } from '../integrations/integration.type.js';
import type { VisibleIntegration } from '../integrations/visible-integration.js';
import type { Connection } from '../platform/graphql/pagination/connection.js';
import { selectedFields } from '../platform/graphql/selected-fields.js';
import type { Scope } from '../scope.js';
import { IntegrationFilter } from './integration-filter.type.js';
import { listIntegrations } from './integration-list.js';
import { readAheadOf } from './read-ahead.js';

/** The list stands here, in the last feature, because it can be filtered by health. */
@Resolver()
export class IntegrationListResolver {
  @Query(() => IntegrationConnection, { description: 'The integrations that the viewer may see, newest first.' })
  async integrations(
    @Ctx('scope') scope: Scope,
    @Arg('first', () => Int, { defaultValue: 20, description: 'From 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('filter', () => IntegrationFilter, { nullable: true }) filter: IntegrationFilter | null,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<VisibleIntegration>> {
    const page = await listIntegrations(scope.read, { first, after, filter });
    await readAheadOf(scope, page.rows, selectedFields(info));
    return page;
  }
}
