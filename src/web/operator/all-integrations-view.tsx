import { Anchor, Text, TextInput } from '@mantine/core';
import { useQuery } from 'urql';
import { Link, useSearchParams } from 'wouter';
import { readFragment } from '../gql/fragment-masking.js';
import {
  PageAllIntegrationsDocument,
  PageIntegrationRowFragmentDoc,
  PageProviderNamesDocument,
  type ConnectionState,
  type HealthState,
  type IntegrationFilter,
  type PageAllIntegrationsQueryVariables,
  type PageIntegrationRowFragment,
} from '../gql/graphql.js';
import { integrationName } from '../integrations/integration-words.js';
import { Choice } from '../parts/choice.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { ExplorerLink } from '../parts/explorer-link.js';
import { HealthBadge } from '../parts/health-badge.js';
import { Moment } from '../parts/moment.js';
import { Pager, usePages } from '../parts/pager.js';
import { QueryFailure } from '../parts/query-failure.js';
import { StatusBadge, type Tone } from '../parts/status-badge.js';
import { useViewer } from '../session/use-session.js';
import type { Texts } from '../texts/en.js';
import { useTexts } from '../texts/texts.js';
import { OperatorView } from './operator-view.js';
import classes from './operator.module.css';

const PAGE_SIZE = 50;

/** In the address, so that one can link to it. */
interface Filter {
  search: string | null;
  tenant: string | null;
  provider: string | null;
  state: ConnectionState | null;
  health: HealthState | null;
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
  const [filter, change] = useFilter();
  const variables = { first: PAGE_SIZE, filter: wantedOf(filter) };
  return (
    <OperatorView
      title={words.title}
      aside={<ExplorerLink view={words.title} query={PageAllIntegrationsDocument} variables={variables} />}
    >
      <Filters filter={filter} onChange={change} />
      <Rows key={JSON.stringify(filter)} variables={variables} />
    </OperatorView>
  );
}

function useFilter(): [Filter, (changed: Partial<Filter>) => void] {
  const [asked, ask] = useSearchParams();
  const { search = null, tenant = null, provider = null, state, health } = Object.fromEntries(asked);
  const filter = {
    search,
    tenant,
    provider,
    state: STATE_NAMES.find((known) => known === state) ?? null,
    health: HEALTH_NAMES.find((known) => known === health) ?? null,
  };
  const change = (changed: Partial<Filter>): void => {
    const given = Object.entries({ ...filter, ...changed }).filter((entry): entry is [string, string] => !!entry[1]);
    ask(new URLSearchParams(given), { replace: true });
  };
  return [filter, change];
}

function wantedOf({ search, tenant, provider, state, health }: Filter): IntegrationFilter {
  return { search, tenantId: tenant, providerId: provider, state, health };
}

function Filters({ filter, onChange }: { filter: Filter; onChange: (changed: Partial<Filter>) => void }) {
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
        onChange={({ currentTarget: { value } }) => onChange({ search: value })}
      />
      {role === 'OPERATOR' && (
        <TextInput
          label={words.tenant}
          value={filter.tenant ?? ''}
          onChange={({ currentTarget: { value } }) => onChange({ tenant: value })}
        />
      )}
      <Choice
        label={words.provider}
        all={all}
        value={filter.provider}
        values={providers.map(({ id }) => id)}
        nameOf={(id) => providers.find((provider) => provider.id === id)?.name ?? id}
        onChoose={(provider) => onChange({ provider })}
      />
      <Choice
        label={words.state}
        all={all}
        value={filter.state}
        values={STATE_NAMES}
        nameOf={(state) => texts.status[STATES[state].status]}
        onChoose={(state) => onChange({ state })}
      />
      <Choice
        label={words.health}
        all={all}
        value={filter.health}
        values={HEALTH_NAMES}
        nameOf={(state) => texts.healthStates[state]}
        onChoose={(health) => onChange({ health })}
      />
    </div>
  );
}

function Rows({ variables }: { variables: PageAllIntegrationsQueryVariables }) {
  const texts = useTexts();
  const words = texts.operator.integrations;
  const columns = useColumns();
  const pages = usePages();
  const [{ data, error, fetching }] = useQuery({
    query: PageAllIntegrationsDocument,
    variables: { ...variables, after: pages.after },
  });
  const rows = readFragment(PageIntegrationRowFragmentDoc, data?.integrations.nodes ?? []);
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
            rows={rows.filter(({ connectionStatus, health }) => isWanted(variables.filter, connectionStatus, health))}
            empty={words.none}
          />
          <Pager pages={pages} pageInfo={data.integrations.pageInfo} of={words.title} />
        </>
      )}
    </>
  );
}

/** One that changed stands in the list until that is read anew. */
function isWanted(
  filter: IntegrationFilter | null | undefined,
  { state }: PageIntegrationRowFragment['connectionStatus'],
  health: PageIntegrationRowFragment['health'],
): boolean {
  return [state, null].includes(filter?.state ?? null) && [health.state, null].includes(filter?.health ?? null);
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
