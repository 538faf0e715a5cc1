import { Anchor, Group } from '@mantine/core';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import {
  PageIntegrationRunsDocument,
  PageRunDetailsDocument,
  PageRunFactsFragmentDoc,
  PageRunFragmentDoc,
  type PageIntegrationRunsQuery,
  type SyncKind,
  type SyncLogFilter,
  type SyncState,
} from '../gql/graphql.js';
import { readFragment } from '../gql/fragment-masking.js';
import { progressWords, runWords } from '../integrations/run-words.js';
import { Choice } from '../parts/choice.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { durationWords } from '../parts/figures.js';
import { Moment } from '../parts/moment.js';
import { Pager, usePages } from '../parts/pager.js';
import { StatusBadge } from '../parts/status-badge.js';
import { useChoice } from '../parts/use-parameter.js';
import { useSpeech, useTexts } from '../texts/texts.js';
import classes from './integration.module.css';
import { CALLS_OF_RUN, RunDetails } from './run-details.js';
import { Section } from './section.js';
import { sectionAddress } from './sections.js';

const PAGE_SIZE = 20;

interface Props {
  id: string;
  models: readonly string[];
  /** The one that is shown alone, for a link to it. */
  runId: string | null;
}

/** Runs of the account's syncs: all, or those of a model, a kind or a state. */
export function RunsSection({ id, models, runId }: Props) {
  return runId === null ? <Runs id={id} models={models} /> : <OneRun id={id} runId={runId} />;
}

function OneRun({ id, runId }: { id: string; runId: string }) {
  const { integration: words } = useTexts();
  const variables = { id: runId, calls: CALLS_OF_RUN };
  const [answer] = useQuery({ query: PageRunDetailsDocument, variables });
  return (
    <Section title={words.run} query={PageRunDetailsDocument} variables={variables} answer={answer}>
      <Anchor component={Link} href={sectionAddress(id, 'runs')} size="sm">
        {words.allRuns}
      </Anchor>
      <RunDetails integrationId={id} runId={runId} />
    </Section>
  );
}

const KINDS: readonly SyncKind[] = ['FULL', 'INCREMENTAL', 'REALTIME'];
const STATES: readonly SyncState[] = ['QUEUED', 'RUNNING', 'PAUSED', 'SUCCEEDED', 'FAILED', 'CANCELLED'];

function Runs({ id, models }: { id: string; models: readonly string[] }) {
  const texts = useTexts();
  const { all, integration: words } = texts;
  const [model, setModel] = useChoice('model', models);
  const [kind, setKind] = useChoice('kind', KINDS);
  const [state, setState] = useChoice('state', STATES);
  const filter = { model, kind, state };
  const kindName = (value: SyncKind): string => words.kinds[value];
  const stateName = (value: SyncState): string => words.runStates[value];
  return (
    <>
      <Group gap="sm" className={classes.filters} role="search" aria-label={words.filterRuns}>
        <Choice label={words.model} all={all} values={models} nameOf={texts.model} value={model} onChoose={setModel} />
        <Choice label={words.kind} all={all} values={KINDS} nameOf={kindName} value={kind} onChoose={setKind} />
        <Choice label={words.state} all={all} values={STATES} nameOf={stateName} value={state} onChoose={setState} />
      </Group>
      <RunTable key={JSON.stringify(filter)} id={id} filter={filter} />
    </>
  );
}

type Run = NonNullable<PageIntegrationRunsQuery['integration']>['syncLogs']['nodes'][number];

function RunTable({ id, filter }: { id: string; filter: SyncLogFilter }) {
  const { texts, language } = useSpeech();
  const { integration: words } = texts;
  const pages = usePages();
  const variables = { id, first: PAGE_SIZE, after: pages.after, filter };
  const [answer] = useQuery({ query: PageIntegrationRunsDocument, variables });
  const runs = answer.data?.integration?.syncLogs;
  const run = (row: Run) => readFragment(PageRunFragmentDoc, row);
  const facts = (row: Run) => readFragment(PageRunFactsFragmentDoc, row);
  const columns: Column<Run>[] = [
    { heading: words.began, cell: (row) => <Moment at={facts(row).startedAt ?? run(row).queuedAt} /> },
    { heading: words.model, cell: (row) => texts.model(run(row).model) },
    { heading: words.kind, cell: (row) => words.kinds[facts(row).kind] },
    { heading: words.state, cell: (row) => <StatusBadge {...runWords(run(row).state, texts)} /> },
    { heading: words.done, cell: (row) => progressWords(run(row), texts) },
    { heading: words.took, isNumber: true, cell: (row) => tookWords(facts(row).durationMs) },
    { heading: words.sections.calls, isNumber: true, cell: (row) => facts(row).apiCalls.toLocaleString(language) },
    { heading: words.retries, isNumber: true, cell: (row) => facts(row).retries.toLocaleString(language) },
  ];
  const tookWords = (durationMs: number | null): string =>
    durationMs === null ? words.notKnown : durationWords(language, durationMs);
  return (
    <Section title={words.sections.runs} query={PageIntegrationRunsDocument} variables={variables} answer={answer}>
      {runs !== undefined && (
        <>
          <DataTable
            caption={words.runsCaption}
            columns={columns}
            rows={runs.nodes}
            empty={words.nothingFound}
            details={(row) => <RunDetails integrationId={id} runId={row.id} />}
          />
          <Pager pages={pages} pageInfo={runs.pageInfo} of={words.sections.runs} />
        </>
      )}
    </Section>
  );
}
