import type { HubEvents } from '../events.js';
import type { Outbox } from '../outbound-events.js';
import { toJson } from '../platform/database/json-text.js';
import type { HubError } from '../platform/errors/hub-error.js';
import { problemOf, toldProblem } from '../platform/errors/problem.js';
import type { EventBus } from '../platform/events/event-bus.js';
import { transact } from '../platform/database/transact.js';
import type { Db } from '../tables.js';

interface Means {
  db: Db;
  events: EventBus<HubEvents>;
  outbox: Outbox;
  clock: () => number;
}

/** Whether the hub can act for an owner, and if not, why. Publishes only what really changed. */
export class ConnectionStatus {
  constructor(private readonly means: Means) {}

  async markReauthorizationRequired(integrationId: string, error: HubError, version: number): Promise<void> {
    const now = this.means.clock();
    const problem = toJson(problemOf(error, now));
    const marked = await transact(this.means.db, async (trx) => {
      const { numUpdatedRows } = await trx
        .updateTable('integration')
        .set({ state: 'REAUTHORIZATION_REQUIRED', stateSince: now, problem, updatedAt: now })
        .where('id', '=', integrationId)
        .where('state', '=', 'CONNECTED')
        .where('credentialsVersion', '=', version)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) return null;
      const data = { problem: toldProblem(error) };
      const type = 'integration.reauthorization_required' as const;
      return { sendTold: await this.means.outbox.add(trx, [{ type, integrationId, data }]) };
    });
    if (marked === null) return;
    marked.sendTold();
    this.means.events.publish('connectionStatusChanged', { integrationId, previous: 'CONNECTED', at: now });
  }

  /** Renewing the access does not work for now, or works again: the account stays connected. */
  async noteRefreshTrouble(integrationId: string, error: HubError | null): Promise<void> {
    const now = this.means.clock();
    const { numUpdatedRows } = await this.means.db
      .updateTable('integration')
      .set({ problem: error === null ? null : toJson(problemOf(error, now)), updatedAt: now })
      .where('id', '=', integrationId)
      .where('state', '=', 'CONNECTED')
      .$if(error === null, (update) => update.where('problem', 'is not', null))
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return;
    this.means.events.publish('connectionStatusChanged', { integrationId, previous: null, at: now });
  }
}
