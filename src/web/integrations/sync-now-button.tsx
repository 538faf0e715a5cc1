import { useClient } from 'urql';
import { PageTriggerSyncDocument, type PageIntegrationCardFragment } from '../gql/graphql.js';
import { change } from '../graphql/change.js';
import { useAct } from '../notices/use-act.js';
import { ActionButton } from '../parts/action-button.js';
import { useTexts } from '../texts/texts.js';
import { integrationName } from './integration-words.js';

/** Starts a run of every model. */
export function SyncNowButton({ integration }: { integration: PageIntegrationCardFragment }) {
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
