import { Anchor, Card, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { memo, useId, useRef } from 'react';
import { Link } from 'wouter';
import { PageIntegrationCardFragmentDoc } from '../gql/graphql.js';
import { readFragment, type FragmentType } from '../gql/fragment-masking.js';
import { ProviderIcon } from '../parts/provider-icon.js';
import { StatusBadge } from '../parts/status-badge.js';
import { useTexts } from '../texts/texts.js';
import { DisconnectButton } from './disconnect-button.js';
import { Facts } from './facts.js';
import { integrationName } from './integration-words.js';
import classes from './integrations.module.css';
import { OwnerLine } from './owner-line.js';
import { RemedyButton } from './remedy-button.js';
import { standingOf } from './standing.js';
import { SyncNowButton } from './sync-now-button.js';
import { SyncRow } from './sync-row.js';
import { WhatIsWrong } from './what-is-wrong.js';

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
          <Group gap="xs" wrap="nowrap" flex="none">
            {connectionStatus.syncInProgress && <Loader size="xs" role="presentation" />}
            <StatusBadge label={texts.status[standing.status]} tone={standing.tone} />
          </Group>
        </Group>
        <OwnerLine integration={integration} />
        <WhatIsWrong integration={integration} standing={standing} />
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
          <Anchor
            component={Link}
            href={`/integrations/${integration.id}`}
            size="sm"
            ml="auto"
            aria-label={texts.integrations.about(texts.integrations.details, integrationName(integration))}
          >
            {texts.integrations.details}
          </Anchor>
        </Group>
      </Stack>
    </Card>
  );
});
