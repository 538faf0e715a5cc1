import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { IntegrationType } from '../integrations/integration.type.js';
import type { VisibleIntegration } from '../integrations/visible-integration.js';
import type { Connection } from '../platform/graphql/pagination/connection.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { listRecords } from './record-list.js';
import { RecordConnection, RecordFilter } from './record-list.type.js';
import type { RecordType } from './record.type.js';

@Resolver(() => IntegrationType)
export class IntegrationRecordsResolver {
  @FieldResolver(() => RecordConnection, {
    description:
      'What was synced, as a change feed: what changed longest ago first. Keep endCursor and pass it as "after" to get what changed since.',
  })
  records(
    @Root() integration: VisibleIntegration,
    @Ctx('scope') scope: Scope,
    @Arg('first', () => Int, { defaultValue: 50, description: 'From 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('filter', () => RecordFilter, { nullable: true }) filter: RecordFilter | null,
    @Arg('reverse', () => Boolean, {
      defaultValue: false,
      description: 'What changed last first: to look at, not to follow. Cursors go that way then.',
    })
    reverse: boolean,
  ): Promise<Connection<Row<'record'>, RecordType>> {
    return listRecords(scope, integration.id, { first, after, filter, reverse });
  }
}
