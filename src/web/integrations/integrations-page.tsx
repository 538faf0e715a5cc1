import { memo, useDeferredValue, useMemo } from 'react';
import { useQuery } from 'urql';
import { useArrival } from '../connect/use-arrival.js';
import {
  PageIntegrationsDocument,
  type ConnectionState,
  type PageIntegrationsQuery,
  type PageIntegrationsQueryVariables,
} from '../gql/graphql.js';
import { ShowMore } from '../parts/show-more.js';
import { IntegrationCard } from './integration-card.js';
import classes from './integrations.module.css';

export const PAGE_SIZE = 12;

interface Props {
  variables: PageIntegrationsQueryVariables;
  /** Of the last page: called with where the next one begins. */
  onShowMore?: (after: string) => void;
}

type Listed = PageIntegrationsQuery['integrations'];

/**
 * One page of the list, with a query of its own: an event about one account has this page read
 * again, not all. Without a filter it leaves out what the list of those that need their owner shows.
 */
export function IntegrationsPage({ variables, onShowMore }: Props) {
  const [{ data }] = useQuery({ query: PageIntegrationsDocument, variables });
  // A long list is drawn piece by piece, so that nobody's scrolling waits for it.
  const listed = useDeferredValue(data?.integrations);
  const isFiltered = Boolean(variables.filter);
  const shown = useMemo(
    () => (listed?.nodes ?? []).filter((integration) => isFiltered === needsOwner(integration)),
    [listed, isFiltered],
  );
  return (
    <>
      <Cards integrations={shown} />
      {listed !== undefined && onShowMore !== undefined && (
        <div className={classes.more}>
          <ShowMore pageInfo={listed.pageInfo} onShow={onShowMore} whenNear />
        </div>
      )}
    </>
  );
}

const Cards = memo(function Cards({ integrations }: { integrations: Listed['nodes'] }) {
  const arrival = useArrival();
  const targetId = arrival?.kind === 'reconnect' ? arrival.integrationId : null;
  return byUrgency(integrations, targetId).map((integration) => (
    <IntegrationCard key={integration.id} integration={integration} isTarget={integration.id === targetId} />
  ));
});

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

function needsOwner({ connectionStatus }: Listed['nodes'][number]): boolean {
  return connectionStatus.state === 'REAUTHORIZATION_REQUIRED';
}
