import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { Connection } from '../platform/graphql/pagination/connection.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { requireRole } from '../viewer/require-role.js';
import { AuditEntryConnection, AuditLogFilter } from './audit-entry.type.js';
import { listAuditEntries } from './audit-list.js';

@Resolver()
export class AuditLogResolver {
  @Query(() => AuditEntryConnection, {
    description:
      'ADMIN and OPERATOR. Who did what, newest first: to an administrator what concerns their tenant, also where an operator did it; to an operator all.',
  })
  auditLog(
    @Ctx('scope') scope: Scope,
    @Arg('first', () => Int, { defaultValue: 50, description: 'From 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('filter', () => AuditLogFilter, { nullable: true }) filter: AuditLogFilter | null,
  ): Promise<Connection<Row<'audit_entry'>>> {
    requireRole(scope.viewer, 'ADMIN', 'OPERATOR');
    return listAuditEntries(scope.read, { first, after, filter });
  }
}
