import { Anchor, Button, Group, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { readFragment } from '../gql/fragment-masking.js';
import { PageProviderRowFragmentDoc, PageProvidersDocument, type PageProviderRowFragment } from '../gql/graphql.js';
import { Choice } from '../parts/choice.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { ExplorerLink } from '../parts/explorer-link.js';
import { Pager, usePages } from '../parts/pager.js';
import { QueryFailure } from '../parts/query-failure.js';
import { StatusBadge } from '../parts/status-badge.js';
import { useTexts } from '../texts/texts.js';
import { OperatorView } from './operator-view.js';
import classes from './operator.module.css';

const PAGE_SIZE = 50;

interface Asked {
  search: string | null;
  configured: boolean | null;
}

/** All providers, and how far each is set up. */
export function ProvidersView() {
  const { operator } = useTexts();
  const words = operator.providers;
  const [asked, setAsked] = useState<Asked>({ search: null, configured: null });
  const { search, configured } = asked;
  return (
    <OperatorView
      title={words.title}
      aside={
        <ExplorerLink
          view={words.title}
          query={PageProvidersDocument}
          variables={{ first: PAGE_SIZE, ...asked, after: null }}
        />
      }
    >
      <div className={classes.filters} role="search" aria-label={words.filters}>
        <TextInput
          type="search"
          label={words.search}
          value={search ?? ''}
          onChange={({ currentTarget: { value } }) => setAsked({ configured, search: value || null })}
        />
        <Choice
          label={words.state}
          all={operator.all}
          value={configured === null ? null : configured ? 'yes' : 'no'}
          values={['yes', 'no']}
          nameOf={(value) => (value === 'yes' ? words.ready : words.notSetUp)}
          onChoose={(value) => setAsked({ search, configured: value === null ? null : value === 'yes' })}
        />
      </div>
      <Group>
        <Button component={Link} href="/operator/providers/new" variant="default">
          {words.declare}
        </Button>
      </Group>
      <Rows key={JSON.stringify(asked)} asked={asked} />
    </OperatorView>
  );
}

function Rows({ asked }: { asked: Asked }) {
  const texts = useTexts();
  const words = texts.operator.providers;
  const pages = usePages();
  const [{ data, error, fetching }] = useQuery({
    query: PageProvidersDocument,
    variables: { first: PAGE_SIZE, ...asked, after: pages.after },
  });
  const columns = useColumns();
  return (
    <>
      <QueryFailure error={error} />
      <Text role="status" size="sm" c="dimmed">
        {data === undefined ? fetching && texts.loading : texts.connect.found(data.providers.totalCount)}
      </Text>
      {data !== undefined && (
        <>
          <DataTable
            caption={words.title}
            columns={columns}
            rows={readFragment(PageProviderRowFragmentDoc, data.providers.nodes)}
            empty={words.none}
          />
          <Pager pages={pages} pageInfo={data.providers.pageInfo} of={words.title} />
        </>
      )}
    </>
  );
}

function useColumns(): Column<PageProviderRowFragment>[] {
  const words = useTexts().operator.providers;
  return [
    {
      heading: words.provider,
      cell: ({ id, name }) => (
        <Anchor component={Link} href={`/operator/providers/${id}`} size="sm">
          {name}
        </Anchor>
      ),
    },
    { heading: words.kind, cell: ({ kind }) => words.kinds[kind] },
    { heading: words.state, cell: (provider) => <SetUpBadge provider={provider} /> },
  ];
}

/** Whether accounts can be linked there. */
export function SetUpBadge({ provider }: { provider: Pick<PageProviderRowFragment, 'configured' | 'settings'> }) {
  const words = useTexts().operator.providers;
  if (provider.settings?.enabled === false) return <StatusBadge label={words.switchedOff} tone="warn" />;
  return provider.configured ? (
    <StatusBadge label={words.ready} tone="good" />
  ) : (
    <StatusBadge label={words.notSetUp} tone="quiet" />
  );
}
