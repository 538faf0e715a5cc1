import { Checkbox, Text } from '@mantine/core';
import { useState } from 'react';
import { useClient } from 'urql';
import { PageDisconnectIntegrationDocument, type PageIntegrationCardFragment } from '../gql/graphql.js';
import { change } from '../graphql/change.js';
import { useAct } from '../notices/use-act.js';
import { ConfirmButton } from '../parts/confirm-button.js';
import { useTexts } from '../texts/texts.js';
import { integrationName } from './integration-words.js';

interface Props {
  integration: PageIntegrationCardFragment;
  onDisconnected: () => void;
}

/** Says what will be kept before it disconnects, and asks whether what was synced goes too. */
export function DisconnectButton({ integration, onDisconnected }: Props) {
  const { integrations: words } = useTexts();
  const client = useClient();
  const act = useAct();
  const [deleteRecords, setDeleteRecords] = useState(false);
  const name = integrationName(integration);
  const records = words.records(integration.syncs.reduce((sum, { recordCount }) => sum + recordCount, 0));

  async function disconnect(): Promise<string> {
    const input = { integrationId: integration.id, deleteRecords };
    await change(client, PageDisconnectIntegrationDocument, { input }, (data) => data.disconnectIntegration);
    onDisconnected();
    return words.disconnected(name, deleteRecords);
  }

  return (
    <ConfirmButton
      label={words.disconnect}
      name={words.about(words.disconnect, name)}
      title={words.disconnectTitle(name)}
      confirm={words.disconnect}
      keep={words.keepIt}
      onOpen={() => setDeleteRecords(false)}
      onConfirm={() => act(disconnect)}
    >
      <Text>{words.disconnectBody(integration.provider.name)}</Text>
      <Text>{deleteRecords ? words.disconnectErases(records) : words.disconnectKeeps(records)}</Text>
      <Checkbox
        checked={deleteRecords}
        onChange={({ currentTarget: { checked } }) => setDeleteRecords(checked)}
        label={words.deleteRecords}
      />
    </ConfirmButton>
  );
}
