import { join } from 'node:path';
import type { ExampleOperation } from './platform/graphql/graphiql.js';
import { PROJECT_ROOT } from './project-root.js';

const INTEGRATION = 'int_…';

/** The documented operations with which GraphiQL opens, in the order in which one tries them. */
export const EXAMPLE_OPERATIONS: readonly ExampleOperation[] = [
  example('viewer'),
  example('providers'),
  example('start-oauth', { input: { providerId: 'google-calendar' } }),
  example('dashboard'),
  example('integration', { id: INTEGRATION }),
  example('sync-progressed'),
  example('trigger-sync', { input: { integrationId: INTEGRATION, kind: 'FULL' } }),
  example('connection-status-changed'),
  example('health-changed'),
  example('records-feed', { integrationId: INTEGRATION }),
  example('calendar-events', { integrationId: INTEGRATION }),
  example('slack-messages', { integrationId: INTEGRATION }),
  example('records-changed'),
  example('sync-logs'),
  example('api-calls', { integrationId: INTEGRATION }),
  example('run-action', {
    input: { integrationId: INTEGRATION, action: 'postMessage', input: { channel: 'C…', text: 'Hello' } },
  }),
  example('slack-get-channels', { input: { integrationId: INTEGRATION } }),
  example('slack-post-message', { input: { integrationId: INTEGRATION, channel: 'C…', text: 'Hello' } }),
  example('google-calendar-list-events', { input: { integrationId: INTEGRATION, limit: 10 } }),
  example('update-sync', { input: { syncId: 'sync_…', incrementalSchedule: '5 minutes' } }),
  example('scheduled-jobs'),
  example('disconnect', { input: { integrationId: INTEGRATION } }),
];

function example(name: string, variables?: Record<string, unknown>): ExampleOperation {
  return { file: join(PROJECT_ROOT, 'schema/operations', `${name}.graphql`), variables };
}
