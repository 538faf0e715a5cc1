import type { HealthState } from './health/health-state.js';
import type { ConnectionState } from './integrations/connection-state.js';

/**
 * What happened, published after the commit that made it true. Events carry ids, never rows: each
 * receiver reads the present state with its own rights. Times are epoch milliseconds.
 */
export type HubEvents = {
  /** State, problem, running syncs or the last sync of an integration changed. `previous` is null where the state itself did not. */
  connectionStatusChanged: { integrationId: string; previous: ConnectionState | null; at: number };
  healthChanged: { integrationId: string; previous: HealthState | null; at: number };
  syncProgressed: { integrationId: string; syncLogId: string; at: number };
  recordsChanged: {
    integrationId: string;
    model: string;
    added: number;
    updated: number;
    deleted: number;
    /** Change feed position before the change. */
    sequenceBefore: number;
    syncLogId: string | null;
    at: number;
  };
  /** An alert fired, resolved, was acknowledged or says something else now. */
  alertChanged: { alertId: string; at: number };
  /** Calls to providers that wait in a process, by integration; told while there are any. */
  callsQueued: { process: string; counts: [string, number][] };
};
