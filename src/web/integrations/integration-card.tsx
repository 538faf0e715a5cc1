import { useId, useRef } from 'react';
import { ActionButton } from '../action-button.js';
import type { DashboardActions } from '../dashboard/dashboard-actions.js';
import type { Dashboard } from '../dashboard/dashboard-state.js';
import type { PageIntegrationFragment } from '../gql/graphql.js';
import { DisconnectButton } from './disconnect-button.js';
import { connectionWords, healthWords, integrationName } from './integration-words.js';
import { Moment } from './moment.js';
import { ProblemNote } from './problem-note.js';
import { ReconnectButton } from './reconnect-button.js';
import { StatusBadge } from './status-badge.js';
import { SyncRow } from './sync-row.js';

interface Props {
  integration: PageIntegrationFragment;
  latestRuns: Dashboard['latestRuns'];
  actions: DashboardActions;
  /** Tells whose the account is, for people who see other people's. */
  showOwner: boolean;
  /** The person came here to reconnect this one. */
  isReconnectTarget: boolean;
}

/** One connected account: how it stands, what it holds, what can be done. */
export function IntegrationCard({ integration, latestRuns, actions, showOwner, isReconnectTarget }: Props) {
  const { connectionStatus: status, health, provider, syncs } = integration;
  const headingId = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const name = integrationName(integration);

  async function disconnect(deleteRecords: boolean): Promise<void> {
    await actions.disconnect(integration, deleteRecords);
    // The button that had the focus is gone; where it is not, the dialog keeps the focus.
    heading.current?.focus();
  }

  return (
    <article className="panel" aria-labelledby={headingId} data-integration={integration.id}>
      <header className="card-head">
        <h3 id={headingId} ref={heading} tabIndex={-1}>
          {provider.name}
          {integration.accountLabel !== null && <span className="account">{integration.accountLabel}</span>}
        </h3>
        <StatusBadge {...connectionWords(status.state)} />
      </header>
      {showOwner && (
        <p className="fine">
          Of user {integration.userId}, tenant {integration.tenantId}
        </p>
      )}
      {status.problem !== null && <ProblemNote problem={status.problem} />}
      {status.missingScopes.length > 0 && status.state === 'CONNECTED' && (
        <p className="problem">
          Not everything was allowed at {provider.name}. Reconnect, and allow: {status.missingScopes.join(', ')}.
        </p>
      )}
      <Facts integration={integration} />
      {(health.state === 'DEGRADED' || health.state === 'DOWN') && <p className="problem">{health.reason}</p>}
      {syncs.length > 0 && (
        <ul className="syncs" aria-label={`What is synced from ${name}`}>
          {syncs.map((sync) => (
            <SyncRow
              key={sync.id}
              sync={sync}
              latestRun={latestRuns.get(sync.id)}
              isDisconnected={status.state === 'DISCONNECTED'}
              onCancel={actions.cancel}
            />
          ))}
        </ul>
      )}
      <div className="row">
        {status.state === 'CONNECTED' && (
          <ActionButton
            label="Sync now"
            busyLabel="Starting…"
            about={name}
            onPress={() => actions.syncNow(integration)}
          />
        )}
        <ReconnectButton
          integration={integration}
          isTarget={isReconnectTarget}
          onPress={() => actions.connect(provider.id, integration.id)}
        />
        {status.state !== 'DISCONNECTED' && <DisconnectButton integration={integration} onDisconnect={disconnect} />}
      </div>
    </article>
  );
}

function Facts({ integration: { connectionStatus, health } }: { integration: PageIntegrationFragment }) {
  return (
    <dl className="facts">
      <div>
        <dt>Health</dt>
        <dd>
          <StatusBadge {...healthWords(health.state)} />
        </dd>
      </div>
      <div>
        <dt>Last synced</dt>
        <dd>{connectionStatus.lastSyncAt === null ? 'not yet' : <Moment at={connectionStatus.lastSyncAt} />}</dd>
      </div>
      <div>
        <dt>Next sync</dt>
        <dd>{connectionStatus.nextSyncAt === null ? 'none planned' : <Moment at={connectionStatus.nextSyncAt} />}</dd>
      </div>
    </dl>
  );
}
