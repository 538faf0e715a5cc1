import { sql } from 'kysely';
import type { Db } from '../tables.js';
import type { EventTarget } from './event-targets.js';

/** Notes which integrations events concern, before anything comes of them: also of one that fails it can be seen. */
export async function linkTargets(db: Db, targets: ReadonlyMap<string, readonly EventTarget[]>): Promise<void> {
  const eventsOf = new Map<string, string[]>();
  for (const [eventId, of] of targets) {
    for (const { integration } of of) eventsOf.set(integration.id, [...(eventsOf.get(integration.id) ?? []), eventId]);
  }
  for (const [integrationId, eventIds] of eventsOf) {
    await db
      .insertInto('webhook_event_integration')
      .columns(['integrationId', 'webhookEventId'])
      // From the tables: either may have gone meanwhile.
      .expression((eb) =>
        eb
          .selectFrom(['integration', 'webhook_event'])
          .select(['integration.id', 'webhook_event.id'])
          .where('integration.id', '=', integrationId)
          .where('webhook_event.id', 'in', eventIds)
          .where(sql<boolean>`true`),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
