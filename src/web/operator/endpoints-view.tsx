import { Anchor, Button, Group } from '@mantine/core';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { readFragment } from '../gql/fragment-masking.js';
import { PageEndpointRowFragmentDoc, PageEndpointsDocument, type PageEndpointRowFragment } from '../gql/graphql.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { ExplorerLink } from '../parts/explorer-link.js';
import { Pager, usePages } from '../parts/pager.js';
import { QueryFailure } from '../parts/query-failure.js';
import { StatusBadge } from '../parts/status-badge.js';
import { useTexts } from '../texts/texts.js';
import { OperatorView } from './operator-view.js';
import classes from './operator.module.css';

const PAGE_SIZE = 20;

/** Where the hub sends events to. */
export function EndpointsView() {
  const texts = useTexts();
  const words = texts.operator.endpoints;
  const pages = usePages();
  const [{ data, error, fetching }] = useQuery({
    query: PageEndpointsDocument,
    variables: { first: PAGE_SIZE, after: pages.after },
  });
  const columns = useColumns();
  return (
    <OperatorView
      title={words.title}
      aside={
        <ExplorerLink view={words.title} query={PageEndpointsDocument} variables={{ first: PAGE_SIZE, after: null }} />
      }
    >
      <Group>
        <Button component={Link} href="/operator/endpoints/new" variant="default">
          {words.add}
        </Button>
      </Group>
      <QueryFailure error={error} />
      {data === undefined && fetching && <p role="status">{texts.loading}</p>}
      {data !== undefined && (
        <>
          <DataTable
            caption={words.title}
            columns={columns}
            rows={readFragment(PageEndpointRowFragmentDoc, data.outboundEndpoints.nodes)}
            empty={words.none}
          />
          <Pager pages={pages} pageInfo={data.outboundEndpoints.pageInfo} of={words.title} />
        </>
      )}
    </OperatorView>
  );
}

function useColumns(): Column<PageEndpointRowFragment>[] {
  const words = useTexts().operator.endpoints;
  return [
    {
      heading: words.address,
      cell: ({ id, address }) => (
        <Anchor component={Link} href={`/operator/endpoints/${id}`} size="sm" className={classes.wrap}>
          {address}
        </Anchor>
      ),
    },
    { heading: words.description, cell: ({ description }) => description },
    { heading: words.kind, cell: ({ kind }) => words.kinds[kind] },
    { heading: words.tenant, cell: ({ tenantId }) => tenantId ?? words.allTenants },
    { heading: words.state, cell: (endpoint) => <EndpointBadge endpoint={endpoint} /> },
  ];
}

/** Whether events get through. */
export function EndpointBadge({
  endpoint: { disabledAt, failingSince },
}: {
  endpoint: Pick<PageEndpointRowFragment, 'disabledAt' | 'failingSince'>;
}) {
  const words = useTexts().operator.endpoints;
  if (disabledAt !== null) return <StatusBadge label={words.off} tone="quiet" />;
  if (failingSince !== null) return <StatusBadge label={words.failing} tone="bad" />;
  return <StatusBadge label={words.on} tone="good" />;
}
