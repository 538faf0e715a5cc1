import { Card, Group, Loader, Stack } from '@mantine/core';
import { useRef } from 'react';
import { PageIntegrationCardFragmentDoc } from '../gql/graphql.js';
import { readFragment, type FragmentType } from '../gql/fragment-masking.js';
import { DisconnectButton } from '../integrations/disconnect-button.js';
import { Facts } from '../integrations/facts.js';
import { integrationName } from '../integrations/integration-words.js';
import { OwnerLine } from '../integrations/owner-line.js';
import { RemedyButton } from '../integrations/remedy-button.js';
import { standingOf } from '../integrations/standing.js';
import { SyncNowButton } from '../integrations/sync-now-button.js';
import { WhatIsWrong } from '../integrations/what-is-wrong.js';
import { ProviderIcon } from '../parts/provider-icon.js';
import { StatusBadge } from '../parts/status-badge.js';
import { useTexts } from '../texts/texts.js';
import classes from './integration.module.css';

/** How the account stands, and what can be done: its card without its models. */
export function IntegrationHead({
  integration: masked,
}: {
  integration: FragmentType<typeof PageIntegrationCardFragmentDoc>;
}) {
  const { status } = useTexts();
  const integration = readFragment(PageIntegrationCardFragmentDoc, masked);
  const { connectionStatus, provider } = integration;
  const standing = standingOf(integration);
  const head = useRef<HTMLDivElement>(null);
  return (
    <Card
      withBorder
      ref={head}
      tabIndex={-1}
      role="group"
      aria-label={integrationName(integration)}
      className={classes.head}
    >
      <Stack gap="sm">
        <Group gap="sm">
          <ProviderIcon name={provider.name} id={provider.id} />
          <StatusBadge label={status[standing.status]} tone={standing.tone} />
          {connectionStatus.syncInProgress && <Loader size="xs" role="presentation" />}
        </Group>
        <OwnerLine integration={integration} />
        <WhatIsWrong integration={integration} standing={standing} />
        <RemedyButton integration={integration} standing={standing} isTarget={false} />
        <Facts integration={integration} />
        <Group gap="xs">
          {connectionStatus.state === 'CONNECTED' && <SyncNowButton integration={integration} />}
          {connectionStatus.state !== 'DISCONNECTED' && (
            // The button that had the focus is gone then.
            <DisconnectButton integration={integration} onDisconnected={() => head.current?.focus()} />
          )}
        </Group>
      </Stack>
    </Card>
  );
}
