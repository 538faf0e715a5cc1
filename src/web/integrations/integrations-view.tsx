import { Anchor, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { useArrival } from '../connect/use-arrival.js';
import { PageIntegrationsDocument, type ConnectionState, type PageIntegrationsQuery } from '../gql/graphql.js';
import { ExplorerLink } from '../parts/explorer-link.js';
import { QueryFailure } from '../parts/query-failure.js';
import { ShowMore } from '../parts/show-more.js';
import { View } from '../parts/view.js';
import { useTexts } from '../texts/texts.js';
import { IntegrationCard } from './integration-card.js';
import classes from './integrations.module.css';

const PAGE_SIZE = 50;

type Listed = PageIntegrationsQuery['integrations'];

/** All linked accounts, those that need their owner first and the disconnected ones last. */
export function IntegrationsView() {
  const texts = useTexts();
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error, fetching }] = useQuery({
    query: PageIntegrationsDocument,
    variables: { first: PAGE_SIZE, after },
  });
  return (
    <View
      title={texts.integrations.title}
      aside={
        <ExplorerLink
          view={texts.integrations.title}
          query={PageIntegrationsDocument}
          variables={{ first: PAGE_SIZE, after: null }}
        />
      }
    >
      <Stack>
        <QueryFailure error={error} />
        {data === undefined && fetching && <p role="status">{texts.loading}</p>}
        {data !== undefined && <List listed={data.integrations} onShowMore={setAfter} />}
      </Stack>
    </View>
  );
}

function List({ listed: { nodes, pageInfo }, onShowMore }: { listed: Listed; onShowMore: (after: string) => void }) {
  const arrival = useArrival();
  const targetId = arrival?.kind === 'reconnect' ? arrival.integrationId : null;
  if (nodes.length === 0) return <NothingYet />;
  return (
    <>
      <div className={classes.list}>
        {byUrgency(nodes, targetId).map((integration) => (
          <IntegrationCard key={integration.id} integration={integration} isTarget={integration.id === targetId} />
        ))}
      </div>
      <ShowMore pageInfo={pageInfo} onShow={onShowMore} />
    </>
  );
}

function NothingYet() {
  const { integrations: words } = useTexts();
  return (
    <Text>
      {words.none}{' '}
      <Anchor component={Link} href="/connect">
        {words.connectFirst}
      </Anchor>
    </Text>
  );
}

const URGENCY: Record<ConnectionState, number> = {
  REAUTHORIZATION_REQUIRED: 0,
  CONNECTED: 1,
  PENDING: 2,
  DISCONNECTED: 3,
};

function byUrgency(nodes: Listed['nodes'], targetId: string | null): Listed['nodes'] {
  const urgency = ({ id, connectionStatus }: Listed['nodes'][number]): number =>
    id === targetId ? -1 : URGENCY[connectionStatus.state];
  return nodes.toSorted((one, other) => urgency(one) - urgency(other));
}
