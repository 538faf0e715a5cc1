import { useEffect, useRef } from 'react';
import type { Arrival } from '../arrival.js';
import { integrationName } from '../integrations/integration-words.js';
import type { Notify } from '../notices/notice.js';
import type { Dashboard } from './dashboard-state.js';

/** Says once, when the first answer is there, what came of the way that led here. */
export function useArrival(arrival: Arrival | null, dashboard: Dashboard | null, notify: Notify): void {
  const said = useRef(false);
  useEffect(() => {
    if (said.current || arrival === null || dashboard === null) return;
    said.current = true;
    say(arrival, dashboard, notify);
  }, [arrival, dashboard, notify]);
}

function say(arrival: Arrival, dashboard: Dashboard, notify: Notify): void {
  const integration = dashboard.integrations.find(({ id }) => id === arrival.integrationId);
  if (arrival.kind === 'refused') {
    return notify('failed', integration?.connectionStatus.problem?.message ?? arrival.message);
  }
  if (arrival.kind === 'connected') {
    const name = integration === undefined ? 'The account' : integrationName(integration);
    return notify('done', `${name} is connected. Its first sync begins now.`);
  }
  if (integration === undefined && dashboard.after === null) {
    notify(
      'failed',
      'The account to reconnect is not among yours. It may have been removed, or you are signed in as somebody else.',
    );
  }
}
