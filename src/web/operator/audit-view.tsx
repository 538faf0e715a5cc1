import { Anchor, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { readFragment } from '../gql/fragment-masking.js';
import {
  PageAuditEntryFragmentDoc,
  PageAuditLogDocument,
  type AuditAction,
  type AuditLogFilter,
  type PageAuditEntryFragment,
} from '../gql/graphql.js';
import { Choice } from '../parts/choice.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { ExplorerLink } from '../parts/explorer-link.js';
import { Fact, FactList } from '../parts/fact-list.js';
import { Moment } from '../parts/moment.js';
import { Pager, usePages } from '../parts/pager.js';
import { QueryFailure } from '../parts/query-failure.js';
import { RefreshButton } from '../parts/refresh-button.js';
import { StatusBadge, type Tone } from '../parts/status-badge.js';
import { useTexts } from '../texts/texts.js';
import { OperatorView } from './operator-view.js';
import classes from './operator.module.css';

const PAGE_SIZE = 50;

/** All others are codes of errors. */
const OUTCOME_TONES: Record<string, Tone> = { SUCCEEDED: 'good', STARTED: 'busy', INTERRUPTED: 'warn' };

/** Who did what. */
export function AuditView() {
  const { operator } = useTexts();
  const words = operator.audit;
  const [filter, setFilter] = useState<AuditLogFilter>({});
  return (
    <OperatorView
      title={words.title}
      aside={
        <ExplorerLink
          view={words.title}
          query={PageAuditLogDocument}
          variables={{ first: PAGE_SIZE, after: null, filter }}
        />
      }
    >
      <Filters filter={filter} onChange={(changed) => setFilter({ ...filter, ...changed })} />
      <Rows key={JSON.stringify(filter)} filter={filter} />
    </OperatorView>
  );
}

function Filters({ filter, onChange }: { filter: AuditLogFilter; onChange: (changed: AuditLogFilter) => void }) {
  const { operator } = useTexts();
  const words = operator.audit;
  return (
    <div className={classes.filters} role="search" aria-label={words.filters}>
      <Choice
        label={words.action}
        all={operator.all}
        value={filter.action ?? null}
        values={Object.keys(words.actions) as AuditAction[]}
        nameOf={(action) => words.actions[action]}
        onChoose={(action) => onChange({ action })}
      />
      <TextInput
        label={words.user}
        value={filter.userId ?? ''}
        onChange={({ currentTarget: { value } }) => onChange({ userId: value || null })}
      />
      <TextInput
        type="datetime-local"
        label={words.after}
        onChange={({ currentTarget: { value } }) => onChange({ after: timeOf(value) })}
      />
      <TextInput
        type="datetime-local"
        label={words.before}
        onChange={({ currentTarget: { value } }) => onChange({ before: timeOf(value) })}
      />
    </div>
  );
}

function Rows({ filter }: { filter: AuditLogFilter }) {
  const texts = useTexts();
  const words = texts.operator.audit;
  const columns = useColumns();
  const pages = usePages();
  const [{ data, error, fetching }, reread] = useQuery({
    query: PageAuditLogDocument,
    variables: { first: PAGE_SIZE, after: pages.after, filter },
  });

  return (
    <>
      <div>
        <RefreshButton view={words.title} onRefresh={() => reread({ requestPolicy: 'network-only' })} />
      </div>
      <QueryFailure error={error} />
      {data === undefined && fetching && <p role="status">{texts.loading}</p>}
      {data !== undefined && (
        <>
          <DataTable
            caption={words.title}
            columns={columns}
            rows={readFragment(PageAuditEntryFragmentDoc, data.auditLog.nodes)}
            empty={words.none}
            details={(entry) => <EntryDetails entry={entry} />}
          />
          <Pager pages={pages} pageInfo={data.auditLog.pageInfo} of={words.title} />
        </>
      )}
    </>
  );
}

function useColumns(): Column<PageAuditEntryFragment>[] {
  const words = useTexts().operator.audit;
  return [
    { heading: words.action, cell: ({ action }) => words.actions[action] },
    { heading: words.user, cell: ({ userId }) => userId },
    { heading: words.tenant, cell: ({ tenantId }) => tenantId },
    {
      heading: words.about,
      cell: ({ providerId, subject }) => (
        <span className={classes.wrap}>{[providerId, subject].filter((part) => part !== null).join(', ')}</span>
      ),
    },
    {
      heading: words.outcome,
      cell: ({ outcome }) => (
        <StatusBadge label={words.outcomes[outcome] ?? outcome} tone={OUTCOME_TONES[outcome] ?? 'bad'} />
      ),
    },
    { heading: words.at, cell: ({ at }) => <Moment at={at} /> },
  ];
}

function EntryDetails({ entry: { at, role, via, integrationId, requestId } }: { entry: PageAuditEntryFragment }) {
  const words = useTexts().operator.audit;
  const facts = [
    [words.exactly, at],
    [words.role, role],
    [words.via, via],
    [words.requestId, requestId],
  ] as const;
  return (
    <FactList>
      {facts.map(
        ([name, value]) =>
          value !== null && (
            <Fact key={name} name={name}>
              {value}
            </Fact>
          ),
      )}
      {integrationId !== null && (
        <Fact name={words.integration}>
          <Anchor component={Link} href={`/integrations/${integrationId}`} size="sm">
            {integrationId}
          </Anchor>
        </Fact>
      )}
    </FactList>
  );
}

/** Of the person's own clock; null where nothing, or half of it, was typed. */
function timeOf(typed: string): string | null {
  const time = new Date(typed);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
