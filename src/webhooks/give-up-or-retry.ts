import type { Engine } from '../platform/database/open-database.js';
import { transact } from '../platform/database/transact.js';
import type { HubError } from '../platform/errors/hub-error.js';
import { nextAttemptAt } from '../platform/jobs/retry-schedule.js';
import type { Db, Row } from '../tables.js';
import { EventLost, settleEvents } from './claim-events.js';
import type { WebhookEventState } from './webhook-event-state.js';

/** Writes that an event failed: it is tried again later, or is dead. Says whether it is dead. No attempts: it was only broken off. */
export async function giveUpOrRetry(
  { db, engine }: { db: Db; engine: Engine },
  event: Pick<Row<'webhook_event'>, 'id'>,
  failure: { token: string; attempts: number; error: HubError },
  now: number,
): Promise<boolean> {
  const { token, attempts, error } = failure;
  const at = attempts === 0 ? now : nextAttemptAt(attempts, now);
  const state = attempts === 0 ? 'RECEIVED' : at === null ? 'DEAD' : 'FAILED';
  const outcome = {
    state: state as WebhookEventState,
    nextAttemptAt: at,
    completedAt: at === null ? now : null,
    error: error.message,
  };
  try {
    await transact(db, (trx) => settleEvents(trx, engine, [event.id], token, outcome));
    return at === null;
  } catch (lost) {
    if (lost instanceof EventLost) return false;
    throw lost;
  }
}
