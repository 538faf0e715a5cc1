import { Anchor, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useClient, useQuery, useSubscription } from 'urql';
import { Link } from 'wouter';
import { readFragment } from '../gql/fragment-masking.js';
import {
  PageAcknowledgeAlertDocument,
  PageAlertChangedDocument,
  PageAlertFragmentDoc,
  PageAlertsDocument,
  type AlertState,
  type PageAlertFragment,
} from '../gql/graphql.js';
import { change } from '../graphql/change.js';
import { integrationName } from '../integrations/integration-words.js';
import { useAct } from '../notices/use-act.js';
import { ActionButton } from '../parts/action-button.js';
import { Choice } from '../parts/choice.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { ExplorerLink } from '../parts/explorer-link.js';
import { Fact, FactList } from '../parts/fact-list.js';
import { Moment } from '../parts/moment.js';
import { Pager, usePages } from '../parts/pager.js';
import { QueryFailure } from '../parts/query-failure.js';
import { StatusBadge } from '../parts/status-badge.js';
import { useTexts } from '../texts/texts.js';
import { OperatorView } from './operator-view.js';
import classes from './operator.module.css';

const PAGE_SIZE = 20;

const STATES: readonly AlertState[] = ['FIRING', 'RESOLVED'];

/** What somebody should look at, as it fires and passes. */
export function AlertsView() {
  const { operator } = useTexts();
  const words = operator.alerts;
  const [state, setState] = useState<AlertState | null>('FIRING');
  // The cache takes note; the list reads from there.
  useSubscription({ query: PageAlertChangedDocument });
  return (
    <OperatorView
      title={words.title}
      aside={
        <ExplorerLink
          view={words.title}
          query={PageAlertsDocument}
          variables={{ first: PAGE_SIZE, after: null, state }}
        />
      }
    >
      <div className={classes.filters}>
        <Choice
          label={words.state}
          all={operator.all}
          value={state}
          values={STATES}
          nameOf={(one) => words.states[one]}
          onChoose={setState}
        />
      </div>
      <Alerts key={state} state={state} />
    </OperatorView>
  );
}

function Alerts({ state }: { state: AlertState | null }) {
  const texts = useTexts();
  const words = texts.operator.alerts;
  const columns = useColumns();
  const pages = usePages();
  const [{ data, error, fetching }] = useQuery({
    query: PageAlertsDocument,
    variables: { first: PAGE_SIZE, after: pages.after, state },
  });
  const alerts = readFragment(PageAlertFragmentDoc, data?.alerts.nodes ?? []);
  return (
    <>
      <QueryFailure error={error} />
      {data === undefined && fetching && <p role="status">{texts.loading}</p>}
      {data !== undefined && (
        <>
          <DataTable
            caption={words.title}
            columns={columns}
            // One that changed its state stands in the list until that is read anew.
            rows={alerts.filter((alert) => state === null || alert.state === state)}
            empty={state === 'FIRING' ? words.noneFiring : words.none}
            details={(alert) => <AlertDetails alert={alert} />}
          />
          <Pager pages={pages} pageInfo={data.alerts.pageInfo} of={words.title} />
        </>
      )}
    </>
  );
}

function useColumns(): Column<PageAlertFragment>[] {
  const { operator } = useTexts();
  const words = operator.alerts;
  return [
    { heading: words.alert, cell: ({ title }) => title },
    {
      heading: words.state,
      cell: ({ state }) => <StatusBadge label={words.states[state]} tone={state === 'FIRING' ? 'bad' : 'good'} />,
    },
    { heading: words.firedAt, cell: ({ firedAt }) => <Moment at={firedAt} /> },
    {
      heading: words.acknowledged,
      cell: (alert) =>
        alert.acknowledgedAt === null ? <AcknowledgeButton alert={alert} /> : <Moment at={alert.acknowledgedAt} />,
    },
  ];
}

function AcknowledgeButton({ alert: { id, title } }: { alert: PageAlertFragment }) {
  const { operator, integrations } = useTexts();
  const words = operator.alerts;
  const client = useClient();
  const act = useAct();

  async function acknowledge(): Promise<string> {
    const input = { alertId: id };
    await change(client, PageAcknowledgeAlertDocument, { input }, (data) => data.acknowledgeAlert);
    return words.isAcknowledged(title);
  }

  return (
    <ActionButton
      size="xs"
      label={words.acknowledge}
      name={integrations.about(words.acknowledge, title)}
      onPress={() => act(acknowledge)}
    />
  );
}

function AlertDetails({ alert: { message, rule, resolvedAt, integration } }: { alert: PageAlertFragment }) {
  const { operator } = useTexts();
  const words = operator.alerts;
  return (
    <Stack gap="xs">
      <Text size="sm">{message}</Text>
      <FactList>
        <Fact name={words.rule}>{rule}</Fact>
        {resolvedAt !== null && (
          <Fact name={words.resolvedAt}>
            <Moment at={resolvedAt} />
          </Fact>
        )}
        {integration !== null && <Fact name={words.tenant}>{integration.tenantId}</Fact>}
      </FactList>
      {integration !== null && (
        <Anchor component={Link} href={`/integrations/${integration.id}`} size="sm">
          {integrationName(integration)}
        </Anchor>
      )}
    </Stack>
  );
}
