import { Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useParams } from 'wouter';
import { readFragment, type FragmentType } from '../gql/fragment-masking.js';
import {
  PageEndpointDocument,
  PageEndpointFragmentDoc,
  PageEndpointRowFragmentDoc,
  type OutboundDeliveryState,
} from '../gql/graphql.js';
import { ExplorerLink } from '../parts/explorer-link.js';
import { Fact, FactList } from '../parts/fact-list.js';
import { Moment } from '../parts/moment.js';
import { usePages } from '../parts/pager.js';
import { Note } from '../parts/problem-note.js';
import { QueryFailure } from '../parts/query-failure.js';
import { useTexts } from '../texts/texts.js';
import { DELIVERIES_PAGE, Deliveries } from './deliveries.js';
import { EnableButton, RemoveEndpointButton, RotateButton, TestEventButton } from './endpoint-buttons.js';
import { EndpointForm } from './endpoint-form.js';
import { EndpointBadge } from './endpoints-view.js';
import { OperatorView } from './operator-view.js';
import { SecretNote } from './secret-note.js';

/** One place that events are sent to, and how sending goes. */
export function EndpointView() {
  const texts = useTexts();
  const words = texts.operator.endpoints;
  const { id } = useParams<{ id: string }>();
  const [state, setState] = useState<OutboundDeliveryState | null>(null);
  const pages = usePages();
  const variables = { id, first: DELIVERIES_PAGE, filter: { state } };
  const [{ data, error, fetching }, reread] = useQuery({
    query: PageEndpointDocument,
    variables: { ...variables, after: pages.after },
  });
  const endpoint = data?.outboundEndpoint;

  function choose(wanted: OutboundDeliveryState | null): void {
    pages.toFirst();
    setState(wanted);
  }

  return (
    <OperatorView
      title={words.oneTitle}
      aside={
        <ExplorerLink view={words.oneTitle} query={PageEndpointDocument} variables={{ ...variables, after: null }} />
      }
    >
      <QueryFailure error={error} />
      {data === undefined && fetching && <p role="status">{texts.loading}</p>}
      {endpoint === null && <Text>{words.unknown}</Text>}
      {endpoint && (
        <>
          <Endpoint endpoint={endpoint} />
          <Deliveries
            endpointId={id}
            deliveries={endpoint.deliveries}
            state={state}
            onChoose={choose}
            pages={pages}
            onRefresh={() => reread({ requestPolicy: 'network-only' })}
          />
        </>
      )}
    </OperatorView>
  );
}

function Endpoint({ endpoint: masked }: { endpoint: FragmentType<typeof PageEndpointFragmentDoc> }) {
  const { operator } = useTexts();
  const words = operator.endpoints;
  const [secret, setSecret] = useState<string | null>(null);
  const endpoint = readFragment(PageEndpointFragmentDoc, masked);
  const row = readFragment(PageEndpointRowFragmentDoc, endpoint);
  const { id } = endpoint;
  return (
    <Stack>
      <FactList>
        <Fact name={words.address}>{row.address}</Fact>
        <Fact name={words.state}>
          <EndpointBadge endpoint={row} />
        </Fact>
        <Fact name={words.kind}>{words.kinds[row.kind]}</Fact>
        <Fact name={words.tenant}>{row.tenantId ?? words.allTenants}</Fact>
        {row.description !== null && <Fact name={words.description}>{row.description}</Fact>}
        <Fact name={words.eventTypes}>{endpoint.eventTypes.map((type) => words.events[type]).join(', ')}</Fact>
        {row.failingSince !== null && (
          <Fact name={words.failingSince}>
            <Moment at={row.failingSince} />
          </Fact>
        )}
        {endpoint.oldSecretEndsAt !== null && (
          <Fact name={words.oldSecretEndsAt}>
            <Moment at={endpoint.oldSecretEndsAt} />
          </Fact>
        )}
      </FactList>
      {endpoint.disabledReason !== null && <Note>{endpoint.disabledReason}</Note>}
      {secret !== null && <SecretNote key={secret} secret={secret} />}
      <Group gap="xs">
        <TestEventButton id={id} address={row.address} />
        <EnableButton id={id} address={row.address} isEnabled={row.disabledAt === null} />
        {row.kind === 'WEBHOOK' && <RotateButton id={id} address={row.address} onRotated={setSecret} />}
        <RemoveEndpointButton id={id} address={row.address} />
      </Group>
      <details>
        <summary>{words.change}</summary>
        <EndpointForm endpoint={{ ...row, eventTypes: endpoint.eventTypes }} />
      </details>
    </Stack>
  );
}
