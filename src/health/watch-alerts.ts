import { MAX_SNAPSHOTS } from '../integrations/integration-choice.js';
import { liveStream } from '../platform/graphql/live/live-stream.js';
import type { Scope } from '../scope.js';
import type { VisibleReader } from '../viewer/visible-reader.js';

/** What the subscription hands to the execution of one event. */
export interface AlertChange {
  alertId: string;
}

/**
 * Sends the alerts that fire, then each alert that changes. It listens before it reads, so that nothing
 * falls between; whether the viewer may see an alert is asked anew at each event.
 */
export function watchAlerts({ read, services }: Scope): Promise<AsyncIterableIterator<AlertChange>> {
  return liveStream(
    () => services.events.subscribe('alertChanged'),
    async function* (events) {
      for (const alertId of await findFiring(read)) yield { alertId };
      for await (const { alertId } of events) {
        if (await isVisible(read, alertId)) yield { alertId };
      }
    },
  );
}

/** Newest first, at most {@link MAX_SNAPSHOTS}. */
async function findFiring(read: VisibleReader): Promise<string[]> {
  const rows = await read
    .from('alert')
    .select('alert.id')
    .where('alert.state', '=', 'FIRING')
    .orderBy('alert.id', 'desc')
    .limit(MAX_SNAPSHOTS)
    .execute();
  return rows.map(({ id }) => id);
}

async function isVisible(read: VisibleReader, alertId: string): Promise<boolean> {
  const found = await read.from('alert').select('alert.id').where('alert.id', '=', alertId).executeTakeFirst();
  return found !== undefined;
}
