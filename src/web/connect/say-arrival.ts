import { useCallback, useEffect, useRef } from 'react';
import { useClient } from 'urql';
import type { Arrival } from '../arrival.js';
import { PageIntegrationNameDocument } from '../gql/graphql.js';
import { integrationName } from '../integrations/integration-words.js';
import { useNotify } from '../notices/notices.js';
import { useTexts } from '../texts/texts.js';
import { useArrival } from './use-arrival.js';

/** Says in words what came of a consent, or of a reconnect link. */
export function useSayArrival(): (arrival: Arrival) => Promise<void> {
  const client = useClient();
  const notify = useNotify();
  const { arrival: words, integrations } = useTexts();
  return useCallback(
    async (arrival) => {
      const id = arrival.integrationId;
      const found = id === null ? null : await client.query(PageIntegrationNameDocument, { id }).toPromise();
      const integration = found?.data?.integration ?? null;
      if (arrival.kind === 'refused') {
        return notify('failed', integration?.connectionStatus.problem?.message ?? words[arrival.reason]);
      }
      if (arrival.kind === 'connected') {
        return notify('done', words.connected(integration === null ? words.theAccount : integrationName(integration)));
      }
      if (integration === null && found?.error === undefined) notify('failed', integrations.notYours);
    },
    [client, notify, words, integrations],
  );
}

/** Says once what the browser came back with. */
export function SayArrival() {
  const arrival = useArrival();
  const sayArrival = useSayArrival();
  const said = useRef(false);
  useEffect(() => {
    if (said.current || arrival === null) return;
    said.current = true;
    void sayArrival(arrival);
  }, [arrival, sayArrival]);
  return null;
}
