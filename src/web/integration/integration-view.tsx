import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useQuery } from 'urql';
import { useParams } from 'wouter';
import { PageIntegrationCardFragmentDoc, PageIntegrationDocument, type PageIntegrationQuery } from '../gql/graphql.js';
import { readFragment } from '../gql/fragment-masking.js';
import { integrationName } from '../integrations/integration-words.js';
import { ExplorerLink } from '../parts/explorer-link.js';
import { QueryFailure } from '../parts/query-failure.js';
import { View } from '../parts/view.js';
import { useTexts } from '../texts/texts.js';
import { CallsSection } from './calls-section.js';
import { HealthSection } from './health-section.js';
import { IntegrationHead } from './integration-head.js';
import { RecordsSection } from './records-section.js';
import { RunsSection } from './runs-section.js';
import { SectionNavigation } from './section-navigation.js';
import { sectionNamed, type SectionName } from './sections.js';
import { SyncsSection } from './syncs-section.js';
import { WebhooksSection } from './webhooks-section.js';

type Shown = NonNullable<PageIntegrationQuery['integration']>;

/** One linked account, looked at closely. */
export function IntegrationView() {
  const { id, section, item } = useParams<{ id: string; section?: string; item?: string }>();
  return <OneIntegration key={id} id={id} section={sectionNamed(section)} item={item ?? null} />;
}

function OneIntegration({ id, section, item }: { id: string; section: SectionName | null; item: string | null }) {
  const texts = useTexts();
  const [{ data, error, fetching }] = useQuery({ query: PageIntegrationDocument, variables: { id } });
  const integration = data?.integration ?? null;
  const title = integration === null ? texts.integration.title : integrationName(integration);
  return (
    <View
      title={title}
      part={section === null ? undefined : texts.integration.sections[section]}
      aside={<ExplorerLink view={title} query={PageIntegrationDocument} variables={{ id }} />}
    >
      <Stack>
        <QueryFailure error={error} />
        {data === undefined && fetching && <p role="status">{texts.loading}</p>}
        {data?.integration === null && <Text>{texts.integration.none}</Text>}
        {integration !== null && (
          <>
            <IntegrationHead integration={integration} />
            <SectionNavigation id={id} of={title} shown={section} />
            {section === null ? (
              <Text>{texts.notFound}</Text>
            ) : (
              <ShownSection integration={integration} section={section} item={item} />
            )}
          </>
        )}
      </Stack>
    </View>
  );
}

interface ShownProps {
  integration: Shown;
  section: SectionName;
  /** The one run that is asked for by its address. */
  item: string | null;
}

function ShownSection({ integration, section, item }: ShownProps) {
  const { id, syncs } = integration;
  const models = syncs.map(({ model }) => model);
  const news = newsOf(integration);
  const sections: Record<SectionName, ReactNode> = {
    health: <HealthSection id={id} news={news} />,
    syncs: <SyncsSection id={id} />,
    runs: <RunsSection id={id} models={models} runId={item} />,
    records: <RecordsSection id={id} models={models} />,
    calls: <CallsSection id={id} news={news} />,
    webhooks: <WebhooksSection id={id} news={news} />,
  };
  return sections[section];
}

/** Another text each time that something happened to the account which is not told of by a stream of its own. */
function newsOf(integration: Shown): string {
  const { syncs } = readFragment(PageIntegrationCardFragmentDoc, integration);
  return syncs.map(({ lastRun }) => `${lastRun?.id} ${lastRun?.state}`).join();
}
