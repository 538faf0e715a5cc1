import { Card, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { memo, useId, useRef } from 'react';
import { useClient } from 'urql';
import {
  PageHealthFragmentDoc,
  PageIntegrationCardFragmentDoc,
  PageTriggerSyncDocument,
  type PageIntegrationCardFragment,
} from '../gql/graphql.js';
import { readFragment, type FragmentType } from '../gql/fragment-masking.js';
import { change } from '../graphql/change.js';
import { useAct } from '../notices/use-act.js';
import { ActionButton } from '../parts/action-button.js';
import { Moment } from '../parts/moment.js';
import { Note, ProblemNote } from '../parts/problem-note.js';
import { ProviderIcon } from '../parts/provider-icon.js';
import { StatusBadge } from '../parts/status-badge.js';
import { useViewer } from '../session/use-session.js';
import { useTexts } from '../texts/texts.js';
import { DisconnectButton } from './disconnect-button.js';
import { integrationName } from './integration-words.js';
import classes from './integrations.module.css';
import { RemedyButton } from './remedy-button.js';
import { standingOf, type Standing } from './standing.js';
import { SyncRow } from './sync-row.js';

interface Props {
  integration: FragmentType<typeof PageIntegrationCardFragmentDoc>;
  /** The person came here to reconnect this one. */
  isTarget: boolean;
}

/** One linked account: how it stands, what it holds, what can be done. Drawn again only where it changed. */
export const IntegrationCard = memo(function IntegrationCard({ integration: masked, isTarget }: Props) {
  const texts = useTexts();
  const integration = readFragment(PageIntegrationCardFragmentDoc, masked);
  const { connectionStatus, provider, accountLabel, syncs } = integration;
  const standing = standingOf(integration);
  const headingId = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const isDisconnected = connectionStatus.state === 'DISCONNECTED';
  return (
    <Card withBorder component="article" aria-labelledby={headingId} className={classes.card}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Group gap="sm" wrap="nowrap" className={classes.who}>
            <ProviderIcon name={provider.name} id={provider.id} />
            <Title order={2} size="h5" id={headingId} ref={heading} tabIndex={-1} className={classes.heading}>
              {provider.name} {accountLabel !== null && <Text component="span">{accountLabel}</Text>}
            </Title>
          </Group>
          <Group gap="xs" wrap="nowrap">
            {connectionStatus.syncInProgress && <Loader size="xs" role="presentation" />}
            <StatusBadge label={texts.status[standing.status]} tone={standing.tone} />
          </Group>
        </Group>
        <Owner integration={integration} />
        <Wrong integration={integration} standing={standing} />
        <RemedyButton integration={integration} standing={standing} isTarget={isTarget} />
        <Facts integration={integration} />
        {syncs.length > 0 && (
          <ul className={classes.syncs} aria-label={texts.integrations.syncs(integrationName(integration))}>
            {syncs.map((sync) => (
              <SyncRow key={sync.id} sync={sync} isDisconnected={isDisconnected} />
            ))}
          </ul>
        )}
        <Group gap="xs">
          {connectionStatus.state === 'CONNECTED' && <SyncNowButton integration={integration} />}
          {!isDisconnected && (
            // The button that had the focus is gone then.
            <DisconnectButton integration={integration} onDisconnected={() => heading.current?.focus()} />
          )}
        </Group>
      </Stack>
    </Card>
  );
});

/** Whose account it is, for people who see other people's. */
function Owner({ integration: { userId, tenantId } }: { integration: PageIntegrationCardFragment }) {
  const { integrations: words } = useTexts();
  const { role } = useViewer();
  if (role === 'USER') return null;
  return (
    <Text size="sm" c="dimmed">
      {words.owner(userId, tenantId)}
    </Text>
  );
}

/** What is wrong, in words: with the account, its permissions or its calls. What is wrong with a sync stands there. */
function Wrong({ integration, standing }: { integration: PageIntegrationCardFragment; standing: Standing }) {
  const { integrations: words } = useTexts();
  const { connectionStatus, provider } = integration;
  const health = readFragment(PageHealthFragmentDoc, integration.health);
  const isFailing = health.state === 'DEGRADED' || health.state === 'DOWN';
  return (
    <>
      {connectionStatus.problem !== null && <ProblemNote problem={connectionStatus.problem} />}
      {connectionStatus.state === 'CONNECTED' && connectionStatus.missingScopes.length > 0 && (
        <Note>{words.missingScopes(provider.name, connectionStatus.missingScopes.join(', '))}</Note>
      )}
      {isFailing && standing.status !== 'disconnected' && <Note>{health.reason}</Note>}
    </>
  );
}

function Facts({ integration }: { integration: PageIntegrationCardFragment }) {
  const texts = useTexts();
  const { lastSyncAt, nextSyncAt } = integration.connectionStatus;
  const health = readFragment(PageHealthFragmentDoc, integration.health);
  const tone = ({ HEALTHY: 'good', DEGRADED: 'warn', DOWN: 'bad', UNKNOWN: 'quiet' } as const)[health.state];
  return (
    <Group gap="md" component="dl" className={classes.facts}>
      <div>
        <dt>{texts.integrations.lastSynced}</dt>
        <dd>{lastSyncAt === null ? texts.integrations.lastSyncedNever : <Moment at={lastSyncAt} />}</dd>
      </div>
      <div>
        <dt>{texts.integrations.nextSync}</dt>
        <dd>{nextSyncAt === null ? texts.integrations.nonePlanned : <Moment at={nextSyncAt} />}</dd>
      </div>
      <div>
        <dt>{texts.integrations.health}</dt>
        <dd>
          <StatusBadge label={texts.healthStates[health.state]} tone={tone} />
        </dd>
      </div>
    </Group>
  );
}

function SyncNowButton({ integration }: { integration: PageIntegrationCardFragment }) {
  const { integrations: words } = useTexts();
  const client = useClient();
  const act = useAct();
  const name = integrationName(integration);

  async function syncNow(): Promise<string> {
    const input = { integrationId: integration.id };
    await change(client, PageTriggerSyncDocument, { input }, (data) => data.triggerSync);
    return words.syncStarted(name);
  }

  return <ActionButton label={words.syncNow} name={words.about(words.syncNow, name)} onPress={() => act(syncNow)} />;
}
