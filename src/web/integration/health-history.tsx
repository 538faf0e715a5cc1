import { useQuery } from 'urql';
import { PageHealthHistoryDocument, type PageHealthHistoryQuery } from '../gql/graphql.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { shareWords } from '../parts/figures.js';
import { HealthBadge } from '../parts/health-badge.js';
import { Moment } from '../parts/moment.js';
import { Pager, usePages } from '../parts/pager.js';
import { useSpeech } from '../texts/texts.js';
import { Section } from './section.js';

const PAGE_SIZE = 10;

type Change = NonNullable<PageHealthHistoryQuery['integration']>['healthHistory']['nodes'][number];

/** The states of health that an account came into, and why. */
export function HealthHistory({ id }: { id: string }) {
  const { texts, language } = useSpeech();
  const { integration: words } = texts;
  const pages = usePages();
  const variables = { id, first: PAGE_SIZE, after: pages.after };
  const [answer] = useQuery({ query: PageHealthHistoryDocument, variables });
  const history = answer.data?.integration?.healthHistory;
  const columns: Column<Change>[] = [
    { heading: words.at, cell: ({ at }) => <Moment at={at} /> },
    { heading: words.state, cell: ({ state }) => <HealthBadge state={state} /> },
    { heading: words.before, cell: ({ previous }) => texts.healthStates[previous] },
    { heading: words.errorRate, isNumber: true, cell: ({ errorRate }) => shareWords(language, errorRate) },
    { heading: words.calls24h, isNumber: true, cell: ({ failures, calls }) => words.failedOf(failures, calls) },
    { heading: words.why, cell: ({ reason }) => reason },
  ];
  return (
    <Section title={words.history} query={PageHealthHistoryDocument} variables={variables} answer={answer}>
      {history !== undefined && (
        <>
          <DataTable caption={words.historyCaption} columns={columns} rows={history.nodes} empty={words.historyEmpty} />
          <Pager pages={pages} pageInfo={history.pageInfo} of={words.history} />
        </>
      )}
    </Section>
  );
}
