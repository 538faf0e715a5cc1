import { Anchor, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { readFragment } from '../gql/fragment-masking.js';
import {
  PageAllIntegrationsDocument,
  PageIntegrationRowFragmentDoc,
  PageProviderNamesDocument,
  type ConnectionState,
  type HealthState,
  type IntegrationFilter,
  type PageIntegrationRowFragment,
} from '../gql/graphql.js';
import { integrationName } from '../integrations/integration-words.js';
import { Choice } from '../parts/choice.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { ExplorerLink } from '../parts/explorer-link.js';
import { HealthBadge } from '../parts/health-badge.js';
import { Moment } from '../parts/moment.js';
import { QueryFailure } from '../parts/query-failure.js';
import { ShowMore } from '../parts/show-more.js';
import { StatusBadge, type Tone } from '../parts/status-badge.js';
import { useViewer } from '../session/use-session.js';
import type { Texts } from '../texts/en.js';
import { useTexts } from '../texts/texts.js';
import { OperatorView } from './operator-view.js';
import classes from './operator.module.css';

const PAGE_SIZE = 50;

type Filter = Omit<IntegrationFilter, 'providerId'> & { providerId?: string | null };

interface Asked {
  filter: Filter;
  after: string | null;
}

const STATES: Record<ConnectionState, { status: keyof Texts['status']; tone: Tone }> = {
  CONNECTED: { status: 'connected', tone: 'good' },
  REAUTHORIZATION_REQUIRED: { status: 'needsYou', tone: 'bad' },
  PENDING: { status: 'pending', tone: 'warn' },
  DISCONNECTED: { status: 'disconnected', tone: 'quiet' },
};
const STATE_NAMES = Object.keys(STATES) as ConnectionState[];
const HEALTH_NAMES: readonly HealthState[] = ['HEALTHY', 'DEGRADED', 'DOWN', 'UNKNOWN'];

/** Linked accounts of all tenants that the viewer may see. */
export function AllIntegrationsView() {
  const { operator } = useTexts();
  const words = operator.integrations;
  const [asked, setAsked] = useState<Asked>({ filter: {}, after: null });
  return (
    <OperatorView
      title={words.title}
      aside={
        <ExplorerLink
          view={words.title}
          query={PageAllIntegrationsDocument}
          variables={{ first: PAGE_SIZE, after: null, filter: asked.filter }}
        />
      }
    >
      <Filters
        filter={asked.filter}
        onChange={(changed) => setAsked({ filter: { ...asked.filter, ...changed }, after: null })}
      />
      <Rows asked={asked} onShowMore={(after) => setAsked({ ...asked, after })} />
    </OperatorView>
  );
}

function Filters({ filter, onChange }: { filter: Filter; onChange: (changed: Filter) => void }) {
  const texts = useTexts();
  const words = texts.operator.integrations;
  const { role } = useViewer();
  const [{ data }] = useQuery({ query: PageProviderNamesDocument });
  const providers = data === undefined ? [] : [...data.providers.nodes, ...data.others.nodes];
  const { all } = texts.operator;
  return (
    <div className={classes.filters} role="search" aria-label={words.filters}>
      <TextInput
        type="search"
        label={words.search}
        value={filter.search ?? ''}
        onChange={({ currentTarget: { value } }) => onChange({ search: value || null })}
      />
      {role === 'OPERATOR' && (
        <TextInput
          label={words.tenant}
          value={filter.tenantId ?? ''}
          onChange={({ currentTarget: { value } }) => onChange({ tenantId: value || null })}
        />
      )}
      <Choice
        label={words.provider}
        all={all}
        value={filter.providerId ?? null}
        values={providers.map(({ id }) => id)}
        nameOf={(id) => providers.find((provider) => provider.id === id)?.name ?? id}
        onChoose={(providerId) => onChange({ providerId })}
      />
      <Choice
        label={words.state}
        all={all}
        value={filter.state ?? null}
        values={STATE_NAMES}
        nameOf={(state) => texts.status[STATES[state].status]}
        onChoose={(state) => onChange({ state })}
      />
      <Choice
        label={words.health}
        all={all}
        value={filter.health ?? null}
        values={HEALTH_NAMES}
        nameOf={(state) => texts.healthStates[state]}
        onChoose={(health) => onChange({ health })}
      />
    </div>
  );
}

function Rows({ asked, onShowMore }: { asked: Asked; onShowMore: (after: string) => void }) {
  const texts = useTexts();
  const words = texts.operator.integrations;
  const columns = useColumns();
  const [{ data, error, fetching }] = useQuery({
    query: PageAllIntegrationsDocument,
    variables: { first: PAGE_SIZE, ...asked },
  });
  return (
    <>
      <QueryFailure error={error} />
      <Text role="status" size="sm" c="dimmed">
        {data === undefined ? fetching && texts.loading : words.found(data.integrations.totalCount)}
      </Text>
      {data !== undefined && (
        <>
          <DataTable
            caption={words.title}
            columns={columns}
            rows={readFragment(PageIntegrationRowFragmentDoc, data.integrations.nodes)}
            empty={words.none}
          />
          <ShowMore pageInfo={data.integrations.pageInfo} onShow={onShowMore} />
        </>
      )}
    </>
  );
}

function useColumns(): Column<PageIntegrationRowFragment>[] {
  const texts = useTexts();
  const words = texts.operator.integrations;
  return [
    {
      heading: words.account,
      cell: (integration) => (
        <Anchor component={Link} href={`/integrations/${integration.id}`} size="sm">
          {integrationName(integration)}
        </Anchor>
      ),
    },
    { heading: words.tenant, cell: ({ tenantId }) => tenantId },
    { heading: words.user, cell: ({ userId }) => userId },
    {
      heading: words.state,
      cell: ({ connectionStatus: { state, problem } }) => (
        <>
          <StatusBadge label={texts.status[STATES[state].status]} tone={STATES[state].tone} />
          {problem !== null && <Text size="sm">{problem.message}</Text>}
        </>
      ),
    },
    { heading: words.health, cell: ({ health }) => <HealthBadge state={health.state} /> },
    {
      heading: texts.integrations.lastSynced,
      cell: ({ connectionStatus: { lastSyncAt } }) =>
        lastSyncAt === null ? texts.integrations.lastSyncedNever : <Moment at={lastSyncAt} />,
    },
  ];
}
