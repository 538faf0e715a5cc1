import { sql, type SelectQueryBuilder } from 'kysely';
import type { Db, Tables } from '../tables.js';
import type { Viewer } from './viewer.js';

/** Tables whose rows hang on an integration. */
type OwnedTable = {
  [T in keyof Tables]: Tables[T] extends { integrationId: unknown } ? T : never;
}[keyof Tables];

/** What hangs on where a tenant has events sent to. */
type OutboundTable = 'outbound_endpoint' | 'outbound_delivery' | 'outbound_attempt';

/** A webhook event may concern several integrations: whoever sees one of them sees it. */
type ReadableTable = OwnedTable | OutboundTable | 'integration' | 'webhook_event';
/** What only those who run things see, also of what is a user's own. */
const NOT_FOR_USERS: ReadonlySet<ReadableTable> = new Set<ReadableTable>([
  'alert',
  'audit_entry',
  'outbound_event',
  'outbound_endpoint',
  'outbound_delivery',
  'outbound_attempt',
]);

/**
 * The one place that says whose rows a viewer sees. Everything that GraphQL reads comes through it;
 * resolvers and loaders have no other way to the database (dependency-cruiser holds that), so
 * a new field cannot forget it. What is another's is simply not there.
 */
export class VisibleReader {
  constructor(
    private readonly db: Db,
    readonly viewer: Viewer,
  ) {}

  /** Rows of a table that the viewer may see. */
  from<T extends ReadableTable>(table: T): SelectQueryBuilder<Tables, T, object> {
    // Kysely cannot type a where clause over a generic table; the columns are those of OwnedTable.
    const rows = this.db.selectFrom(table as 'sync') as SelectQueryBuilder<Tables, 'sync', object>;
    const visible = this.visibleIntegrations();
    if (visible === null) return rows as never;
    if (this.viewer.role === 'USER' && NOT_FOR_USERS.has(table)) return rows.where(({ lit }) => lit(false)) as never;
    if (table === 'integration') {
      const own = rows as unknown as SelectQueryBuilder<Tables, 'integration', object>;
      const ofTenant = own.where('integration.tenantId', '=', this.viewer.tenantId);
      return (
        this.viewer.role === 'ADMIN' ? ofTenant : ofTenant.where('integration.userId', '=', this.viewer.userId)
      ) as never;
    }
    if (table === 'alert') {
      const alerts = rows as unknown as SelectQueryBuilder<Tables, 'alert', object>;
      return alerts.where('alert.tenantId', '=', this.viewer.tenantId) as never;
    }
    if (table === 'audit_entry') {
      const entries = rows as unknown as SelectQueryBuilder<Tables, 'audit_entry', object>;
      return entries.where('audit_entry.ownerTenantId', '=', this.viewer.tenantId) as never;
    }
    if (table === 'webhook_event') {
      const events = rows as unknown as SelectQueryBuilder<Tables, 'webhook_event', object>;
      const concerned = this.db
        .selectFrom('webhook_event_integration')
        .select('webhook_event_integration.webhookEventId')
        .where('webhook_event_integration.integrationId', 'in', visible);
      return events.where('webhook_event.id', 'in', concerned) as never;
    }
    if (isOutbound(table)) return this.outbound(table) as never;
    return rows.where(`${table}.integrationId` as 'sync.integrationId', 'in', visible) as never;
  }

  /** The rule of `from`, of an integration whose owner is known. */
  seesWhatIsOf(owner: { tenantId: string; userId: string }): boolean {
    const { role, tenantId, userId } = this.viewer;
    if (role === 'OPERATOR') return true;
    return owner.tenantId === tenantId && (role === 'ADMIN' || owner.userId === userId);
  }

  /**
   * Answers of several queries made with `from`, by one statement and in the queries' order. The rows
   * of each come in any order.
   */
  async all<T extends keyof Tables, Output extends object>(
    queries: readonly SelectQueryBuilder<Tables, T, Output>[],
  ): Promise<Output[][]> {
    const [first, ...others] = queries;
    if (first === undefined) return [];
    if (others.length === 0) return [await first.execute()];

    const tagged = queries.map((query, index) =>
      this.db.selectFrom(query.as('answer')).selectAll('answer').select(sql.lit(index).as('queryIndex')),
    );
    // The selection of a subquery whose output is generic does not resolve.
    const rows = (await tagged.reduce((union, query) => union.unionAll(query)).execute()) as unknown as (Output & {
      queryIndex: number;
    })[];
    const answers = Map.groupBy(rows, (row) => row.queryIndex);
    return queries.map((_, index) => answers.get(index) ?? []);
  }

  /** Rows of an administrator's tenant; endpoints for all tenants are the operator's. */
  private outbound(table: OutboundTable) {
    const endpoints = this.db
      .selectFrom('outbound_endpoint')
      .where('outbound_endpoint.tenantId', '=', this.viewer.tenantId);
    if (table === 'outbound_endpoint') return endpoints;
    const deliveries = this.db
      .selectFrom('outbound_delivery')
      .where('outbound_delivery.endpointId', 'in', endpoints.select('outbound_endpoint.id'));
    if (table === 'outbound_delivery') return deliveries;
    return this.db
      .selectFrom('outbound_attempt')
      .where('outbound_attempt.deliveryId', 'in', deliveries.select('outbound_delivery.id'));
  }

  /** Ids of the integrations that the viewer may see, as a subquery; null where that is all. */
  private visibleIntegrations() {
    const { role, tenantId, userId } = this.viewer;
    if (role === 'OPERATOR') return null;
    const ofTenant = this.db
      .selectFrom('integration')
      .select('integration.id')
      .where('integration.tenantId', '=', tenantId);
    return role === 'ADMIN' ? ofTenant : ofTenant.where('integration.userId', '=', userId);
  }
}

function isOutbound(table: ReadableTable): table is OutboundTable {
  return table === 'outbound_endpoint' || table === 'outbound_delivery' || table === 'outbound_attempt';
}
