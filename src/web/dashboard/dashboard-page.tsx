import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Arrival } from '../arrival.js';
import { IntegrationList } from '../integrations/integration-list.js';
import type { Notify } from '../notices/notice.js';
import { PageHeader } from '../page-header.js';
import { ProviderRow } from '../providers/provider-row.js';
import type { SessionStore, SignedInViewer } from '../session/session-store.js';
import { createDashboardActions } from './dashboard-actions.js';
import { DashboardStore } from './dashboard-store.js';
import { useArrival } from './use-arrival.js';

interface Props {
  session: SessionStore;
  viewer: SignedInViewer;
  arrival: Arrival | null;
  notify: Notify;
}

/** What a signed-in person sees. */
export function DashboardPage({ session, viewer, arrival, notify }: Props) {
  const [store] = useState(() => new DashboardStore(session.client, () => session.expire()));
  const { dashboard, live, problem, announcement } = useSyncExternalStore(store.subscribe, store.current);
  const actions = useMemo(() => createDashboardActions(session.client, store, notify), [session, store, notify]);
  useEffect(() => store.start(), [store]);
  useArrival(arrival, dashboard, notify);

  return (
    <>
      <PageHeader session={session} viewer={viewer} live={live} notify={notify} />
      <main>
        <p role="status" className="unseen">
          {announcement}
        </p>
        {problem !== null && (
          <p className="panel wrong" role="alert">
            {problem}
          </p>
        )}
        {dashboard === null && problem === null && <p role="status">Reading what is connected…</p>}
        {dashboard !== null && (
          <>
            <IntegrationList
              dashboard={dashboard}
              actions={actions}
              showOwner={viewer.role !== 'USER'}
              reconnectId={arrival?.kind === 'reconnect' ? arrival.integrationId : null}
              onShowMore={() => store.showMore()}
            />
            <section aria-labelledby="providers">
              <h2 id="providers">Connect an account</h2>
              <ul className="panel providers">
                {dashboard.providers.map((provider) => (
                  <ProviderRow key={provider.id} provider={provider} onConnect={() => actions.connect(provider.id)} />
                ))}
              </ul>
            </section>
          </>
        )}
      </main>
    </>
  );
}
