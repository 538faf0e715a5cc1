import { loadRowByKey, loadRowsByKey, type KeyLoader } from '../platform/graphql/row-loaders.js';
import type { Row } from '../tables.js';
import type { VisibleReader } from '../viewer/visible-reader.js';

export type WebhookEventLoader = KeyLoader<Row<'webhook_event'> | null>;

export function webhookEventLoader(read: VisibleReader): WebhookEventLoader {
  return loadRowByKey(
    (ids) => read.from('webhook_event').selectAll('webhook_event').where('webhook_event.id', 'in', ids).execute(),
    (event) => event.id,
  );
}

export type WebhookTargetsLoader = KeyLoader<readonly Row<'webhook_event_integration'>[]>;

/** The integrations that an event concerns, of those that the viewer may see; by event id. */
export function webhookTargetsLoader(read: VisibleReader): WebhookTargetsLoader {
  return loadRowsByKey(
    (ids) =>
      read
        .from('webhook_event_integration')
        .selectAll('webhook_event_integration')
        .where('webhook_event_integration.webhookEventId', 'in', ids)
        .execute(),
    (link) => link.webhookEventId,
  );
}

type RunOfEvent = Row<'sync_log'> & { webhookEventId: string };

export type WebhookRunsLoader = KeyLoader<readonly RunOfEvent[]>;

/** The runs that an event led to; by event id. */
export function webhookRunsLoader(read: VisibleReader): WebhookRunsLoader {
  return loadRowsByKey(
    (ids): Promise<RunOfEvent[]> =>
      read
        .from('sync_log')
        .innerJoin('webhook_event_run', 'webhook_event_run.syncLogId', 'sync_log.id')
        .where('webhook_event_run.webhookEventId', 'in', ids)
        .selectAll('sync_log')
        .select('webhook_event_run.webhookEventId')
        .orderBy('sync_log.id')
        .execute(),
    (run) => run.webhookEventId,
  );
}

type EventOfRun = Row<'webhook_event'> & { syncLogId: string };

export type WebhookEventsOfRunLoader = KeyLoader<readonly EventOfRun[]>;

/** The events that a run came of; by sync log id. */
export function webhookEventsOfRunLoader(read: VisibleReader): WebhookEventsOfRunLoader {
  return loadRowsByKey(
    (ids): Promise<EventOfRun[]> =>
      read
        .from('webhook_event')
        .innerJoin('webhook_event_run', 'webhook_event_run.webhookEventId', 'webhook_event.id')
        .where('webhook_event_run.syncLogId', 'in', ids)
        .selectAll('webhook_event')
        .select('webhook_event_run.syncLogId')
        .orderBy('webhook_event.id')
        .execute(),
    (event) => event.syncLogId,
  );
}

export type WebhookSubscriptionsLoader = KeyLoader<readonly Row<'webhook_subscription'>[]>;

/** By integration id. */
export function webhookSubscriptionsLoader(read: VisibleReader): WebhookSubscriptionsLoader {
  return loadRowsByKey(
    (integrationIds) =>
      read
        .from('webhook_subscription')
        .selectAll('webhook_subscription')
        .where('webhook_subscription.integrationId', 'in', integrationIds)
        .orderBy('webhook_subscription.subject')
        .orderBy('webhook_subscription.id')
        .execute(),
    ({ integrationId }) => integrationId,
  );
}
