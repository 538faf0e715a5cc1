import { Anchor, Text } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { PageScheduledJobsDocument, type PageScheduledJobsQuery } from '../gql/graphql.js';
import { integrationName } from '../integrations/integration-words.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { ExplorerLink } from '../parts/explorer-link.js';
import { Moment } from '../parts/moment.js';
import { QueryFailure } from '../parts/query-failure.js';
import { RefreshButton } from '../parts/refresh-button.js';
import { ShowMore } from '../parts/show-more.js';
import { StatusBadge } from '../parts/status-badge.js';
import { useTexts } from '../texts/texts.js';
import { OperatorView } from './operator-view.js';

const PAGE_SIZE = 50;

type Job = PageScheduledJobsQuery['scheduledJobs'][number] & { id: string };

/** What the scheduler runs, and when. */
export function JobsView() {
  const texts = useTexts();
  const words = texts.operator.jobs;
  const [{ data, error, fetching }, reread] = useQuery({ query: PageScheduledJobsDocument });
  const jobs = (data?.scheduledJobs ?? []).map((job, index) => ({ id: `${index} ${job.name}`, ...job }));
  const columns = useColumns();
  return (
    <OperatorView title={words.title} aside={<ExplorerLink view={words.title} query={PageScheduledJobsDocument} />}>
      <div>
        <RefreshButton view={words.title} onRefresh={() => reread({ requestPolicy: 'network-only' })} />
      </div>
      <QueryFailure error={error} />
      {data === undefined && fetching && <p role="status">{texts.loading}</p>}
      {data !== undefined && (
        <>
          <DataTable
            caption={words.own}
            columns={columns}
            rows={jobs.filter(({ sync }) => sync === null)}
            empty={words.none}
          />
          <SyncJobs jobs={jobs.filter(({ sync }) => sync !== null)} />
        </>
      )}
    </OperatorView>
  );
}

/** Of up to 1,000 syncs: shown some at a time. */
function SyncJobs({ jobs }: { jobs: Job[] }) {
  const words = useTexts().operator.jobs;
  const columns = useColumns();
  const [shown, setShown] = useState(PAGE_SIZE);
  const pageInfo = { hasNextPage: jobs.length > shown, endCursor: String(shown + PAGE_SIZE) };
  return (
    <>
      <DataTable caption={words.ofSyncs} columns={columns} rows={jobs.slice(0, shown)} empty={words.none} />
      <ShowMore pageInfo={pageInfo} onShow={(end) => setShown(Number(end))} />
    </>
  );
}

function useColumns(): Column<Job>[] {
  const texts = useTexts();
  const words = texts.operator.jobs;
  const momentOr = (at: string | null, otherwise: string) => (at === null ? otherwise : <Moment at={at} />);
  return [
    { heading: words.job, cell: (job) => <JobName job={job} /> },
    { heading: words.schedule, cell: ({ schedule }) => schedule ?? words.once },
    { heading: words.nextRun, cell: ({ nextRunAt }) => momentOr(nextRunAt, words.notPlanned) },
    {
      heading: words.lastRun,
      cell: ({ lastFinishedAt, lastRunAt }) => momentOr(lastFinishedAt ?? lastRunAt, words.never),
    },
    {
      heading: words.state,
      cell: ({ running, failCount, failReason }) => {
        if (running) return <StatusBadge label={words.running} tone="busy" />;
        if (failReason === null) return <StatusBadge label={words.fine} tone="good" />;
        return (
          <>
            <StatusBadge label={words.failed(failCount)} tone="bad" />
            <Text size="sm">{failReason}</Text>
          </>
        );
      },
    },
  ];
}

function JobName({ job: { name, sync } }: { job: Job }) {
  const texts = useTexts();
  if (sync === null) return name;
  const { integration, model } = sync;
  return (
    <>
      {texts.model(model)},{' '}
      <Anchor component={Link} href={`/integrations/${integration.id}`} size="sm">
        {integrationName(integration)}
      </Anchor>
    </>
  );
}
