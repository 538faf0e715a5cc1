import type { HubEvents } from '../events.js';
import { liveStream } from '../platform/graphql/live/live-stream.js';
import type { Scope } from '../scope.js';
import { checkChoice, findChosen, isChosen, type IntegrationChoice } from './integration-choice.js';

type ChangeEvent = 'connectionStatusChanged' | 'healthChanged';

/** What a subscription hands to the execution of one event: ids only, the rest is read then. */
export interface IntegrationChange<Previous> {
  integrationId: string;
  previous: Previous | null;
  snapshot: boolean;
  at: number;
}

/**
 * Sends the present state of each chosen integration, then each change of one. It listens before it
 * reads, so that nothing falls between; whether the viewer may see it is asked anew at each event.
 * @throws HubError NOT_FOUND where an integration is named that the viewer may not see.
 */
export async function watchIntegrations<Name extends ChangeEvent>(
  scope: Scope,
  name: Name,
  choice: IntegrationChoice,
): Promise<AsyncIterableIterator<IntegrationChange<HubEvents[Name]['previous']>>> {
  const { read, services } = scope;
  await checkChoice(scope, choice);
  return liveStream(
    () => services.events.subscribe(name),
    async function* (events) {
      for (const integrationId of await findChosen(read, choice)) {
        yield { integrationId, previous: null, snapshot: true, at: Date.now() };
      }
      for await (const { integrationId, previous, at } of events) {
        if (await isChosen(scope, choice, integrationId)) yield { integrationId, previous, snapshot: false, at };
      }
    },
  );
}
