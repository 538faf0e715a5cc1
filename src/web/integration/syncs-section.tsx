import { Card, Stack } from '@mantine/core';
import { useQuery } from 'urql';
import { PageIntegrationSyncsDocument, PageModelScheduleFragmentDoc } from '../gql/graphql.js';
import { readFragment } from '../gql/fragment-masking.js';
import { SyncRow } from '../integrations/sync-row.js';
import { useTexts } from '../texts/texts.js';
import classes from './integration.module.css';
import { ScheduleForm } from './schedule-form.js';
import { Section } from './section.js';

/** What is synced, how it stands, and when it runs. */
export function SyncsSection({ id }: { id: string }) {
  const { integration: words } = useTexts();
  const [answer] = useQuery({ query: PageIntegrationSyncsDocument, variables: { id } });
  const integration = answer.data?.integration ?? null;
  const models = readFragment(PageModelScheduleFragmentDoc, integration?.provider.models ?? []);
  return (
    <Section title={words.sections.syncs} query={PageIntegrationSyncsDocument} variables={{ id }} answer={answer}>
      {integration !== null && (
        <ul className={classes.list}>
          {integration.syncs.map((sync) => (
            <Card withBorder key={sync.id} component="li">
              <Stack gap="sm">
                <ul className={classes.list}>
                  <SyncRow sync={sync} isDisconnected={integration.connectionStatus.state === 'DISCONNECTED'} />
                </ul>
                <ScheduleForm sync={sync} model={models.find(({ name }) => name === sync.model) ?? null} />
              </Stack>
            </Card>
          ))}
        </ul>
      )}
      {integration?.syncs.length === 0 && <p>{words.nothingSynced}</p>}
    </Section>
  );
}
