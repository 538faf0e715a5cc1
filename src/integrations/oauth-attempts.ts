import { setTimeout as delay } from 'node:timers/promises';
import type { HubEvents } from '../events.js';
import { hashText } from '../platform/canonical-hash.js';
import { toJson } from '../platform/database/json-text.js';
import { HubError } from '../platform/errors/hub-error.js';
import { problemOf } from '../platform/errors/problem.js';
import type { EventBus } from '../platform/events/event-bus.js';
import type { Db, Row } from '../tables.js';

/** How an attempt ended: 'connected' or an error code, and the integration it is about. */
export interface Outcome {
  outcome: string;
  integrationId: string;
}

interface Means {
  db: Db;
  events: EventBus<HubEvents>;
  clock: () => number;
}

const POLL_MS = 50;
const MAX_POLLS = 600;
/** After that, the process that took an attempt is not coming back to it. */
const LOST_AFTER_MS = 60_000;

/** The walks through providers' consents that are under way, and how the past ones ended. */
export class OAuthAttempts {
  constructor(private readonly means: Means) {}

  async find(state: string): Promise<Row<'oauth_attempt'> | null> {
    const attempts = this.means.db.selectFrom('oauth_attempt').selectAll();
    return (await attempts.where('stateHash', '=', hashText(state)).executeTakeFirst()) ?? null;
  }

  /** True for one caller only. */
  async take(id: string): Promise<boolean> {
    const { numUpdatedRows } = await this.means.db
      .updateTable('oauth_attempt')
      .set({ takenAt: this.means.clock() })
      .where('id', '=', id)
      .where('takenAt', 'is', null)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** Within the transaction that connects. The attempt moves with the grant, or it would go with a row that merged into another. */
  async succeed(trx: Db, id: string, integrationId: string): Promise<void> {
    await trx
      .updateTable('oauth_attempt')
      .set({ outcome: 'connected', outcomeIntegrationId: integrationId, integrationId })
      .where('id', '=', id)
      .execute();
  }

  /**
   * What was connected before stays connected. A first attempt leaves a disconnected integration that
   * says why; one that met another account says so on the integration, as the browser gets no words.
   */
  async fail({ id, integrationId }: Row<'oauth_attempt'>, error: HubError, code: string | null): Promise<Outcome> {
    const now = this.means.clock();
    const outcome = code ?? error.code;
    const problem = toJson(problemOf(error, now));
    const previous = await this.means.db.transaction().execute(async (trx) => {
      await trx
        .updateTable('oauth_attempt')
        .set({ outcome, outcomeIntegrationId: integrationId })
        .where('id', '=', id)
        .execute();
      const current = await trx
        .selectFrom('integration')
        .select('state')
        .where('id', '=', integrationId)
        .executeTakeFirst();
      const isFirst = current?.state === 'PENDING';
      if (current === undefined || (!isFirst && error.code !== 'CONFLICT')) return null;
      await trx
        .updateTable('integration')
        .set({ problem, updatedAt: now, ...(isFirst && { state: 'DISCONNECTED', stateSince: now }) })
        .where('id', '=', integrationId)
        .where('state', '=', current.state)
        .execute();
      return current.state;
    });
    if (previous !== null) this.means.events.publish('connectionStatusChanged', { integrationId, previous, at: now });
    return { outcome, integrationId };
  }

  /**
   * How an attempt that somebody else took ended; waits while it is under way.
   * @throws HubError CONFLICT when it does not end.
   */
  async outcomeOf(id: string): Promise<Outcome> {
    for (let poll = 0; poll < MAX_POLLS; poll += 1) {
      const attempt = await this.means.db
        .selectFrom('oauth_attempt')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      if (attempt === undefined) break;
      const { outcome, outcomeIntegrationId, integrationId, takenAt } = attempt;
      if (outcome !== null) return { outcome, integrationId: outcomeIntegrationId ?? integrationId };
      if (takenAt !== null && takenAt + LOST_AFTER_MS < this.means.clock()) break;
      await delay(POLL_MS);
    }
    throw new HubError(
      'CONFLICT',
      'The hub could not finish linking this account. Begin again where you wanted to connect it.',
    );
  }
}
