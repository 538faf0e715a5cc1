import type { Kysely } from 'kysely';
import type { AlertRule } from './health/alert-state.js';
import type { HealthState } from './health/health-state.js';
import type { ToldProblem } from './platform/errors/problem.js';
import type { SyncKind } from './syncs/sync-state.js';
import type { Tables } from './tables.js';

interface ToldAlert {
  alertId: string;
  rule: AlertRule;
  /** Null where it concerns none. */
  providerId: string | null;
  title: string;
  message: string;
}

/**
 * What the hub tells the product's backend, by type: ids and what it needs to act, never a secret. The
 * outbox adds whose integration it is.
 */
export type OutboundEvents = {
  /** `isNew` the first time that the account is linked. */
  'integration.connected': { isNew: boolean };
  'integration.disconnected': { recordsDeleted: boolean };
  'integration.reauthorization_required': { problem: ToldProblem };
  /** A run that read its provider; what webhooks told is told as `records.changed` only. */
  'sync.completed': {
    syncLogId: string;
    model: string;
    kind: SyncKind;
    added: number;
    updated: number;
    deleted: number;
    unchanged: number;
  };
  'sync.failed': { syncLogId: string; model: string; kind: SyncKind; problem: ToldProblem | null };
  /** `cursorBefore` is what `Integration.records(after: …)` takes to read these changes. */
  'records.changed': {
    model: string;
    added: number;
    updated: number;
    deleted: number;
    cursorBefore: string;
    syncLogId: string;
  };
  'health.changed': { previous: HealthState; state: HealthState };
  'alert.fired': ToldAlert;
  'alert.resolved': ToldAlert;
};

export type OutboundEventType = keyof OutboundEvents;

/** An event before it is stored. */
export type OutboundEvent = {
  [Type in OutboundEventType]: {
    type: Type;
    /** Null where it concerns none. */
    integrationId: string | null;
    /** Whose it is where it concerns no integration. */
    tenantId?: string | null;
    /** What it is about, such as `outbound_endpoint oend_…`: no endpoint is told about itself. */
    about?: string;
    data: OutboundEvents[Type];
  };
}[OutboundEventType];

/** Where features put what the product's backend is told of. */
export interface Outbox {
  /**
   * Adds events in the transaction that makes them true. Costs nothing where no endpoint wants them.
   * @returns what to do after the commit: has them sent at once. Where that is left out, a sweep sends them.
   */
  add(trx: Kysely<Tables>, events: readonly OutboundEvent[]): Promise<() => void>;
}
