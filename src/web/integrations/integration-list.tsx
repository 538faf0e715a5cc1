import { ActionButton } from '../action-button.js';
import type { DashboardActions } from '../dashboard/dashboard-actions.js';
import type { Dashboard } from '../dashboard/dashboard-state.js';
import type { PageIntegrationFragment } from '../gql/graphql.js';
import { IntegrationCard } from './integration-card.js';

interface Props {
  dashboard: Dashboard;
  actions: DashboardActions;
  showOwner: boolean;
  /** The integration that the person came to reconnect, or null. */
  reconnectId: string | null;
  onShowMore: () => Promise<void>;
}

/** All accounts, those that need their owner first and the disconnected ones last. */
export function IntegrationList({ dashboard, actions, showOwner, reconnectId, onShowMore }: Props) {
  return (
    <section aria-labelledby="integrations">
      <h2 id="integrations">Connected accounts</h2>
      {dashboard.integrations.length === 0 && (
        <p className="panel">Nothing is connected yet. Choose a service below.</p>
      )}
      {byUrgency(dashboard.integrations).map((integration) => (
        <IntegrationCard
          key={integration.id}
          integration={integration}
          latestRuns={dashboard.latestRuns}
          actions={actions}
          showOwner={showOwner}
          isReconnectTarget={integration.id === reconnectId}
        />
      ))}
      {dashboard.after !== null && (
        <ActionButton label="Show more" busyLabel="Reading…" about="accounts" onPress={onShowMore} />
      )}
    </section>
  );
}

const URGENCY = { REAUTHORIZATION_REQUIRED: 0, CONNECTED: 1, PENDING: 2, DISCONNECTED: 3 };

function byUrgency(integrations: readonly PageIntegrationFragment[]): PageIntegrationFragment[] {
  return integrations.toSorted(
    (one, other) => URGENCY[one.connectionStatus.state] - URGENCY[other.connectionStatus.state],
  );
}
