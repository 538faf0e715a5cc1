import { PageCallFragmentDoc, type PageCallFragment } from '../gql/graphql.js';
import { readFragment, type FragmentType } from '../gql/fragment-masking.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { durationWords } from '../parts/figures.js';
import { Moment } from '../parts/moment.js';
import { StatusBadge } from '../parts/status-badge.js';
import { useSpeech, useTexts } from '../texts/texts.js';

interface Props {
  caption: string;
  calls: readonly FragmentType<typeof PageCallFragmentDoc>[];
}

/** Calls of a provider's API. */
export function CallTable({ caption, calls }: Props) {
  const { texts, language } = useSpeech();
  const { integration: words } = texts;
  const columns: Column<PageCallFragment>[] = [
    { heading: words.at, cell: ({ at }) => <Moment at={at} /> },
    { heading: words.call, cell: ({ method, endpoint }) => <code>{`${method} ${endpoint}`}</code> },
    { heading: words.answer, cell: (call) => <Answer call={call} /> },
    { heading: words.attempt, isNumber: true, cell: ({ attempt }) => attempt.toLocaleString(language) },
    { heading: words.took, isNumber: true, cell: ({ durationMs }) => durationWords(language, durationMs) },
  ];
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={readFragment(PageCallFragmentDoc, calls)}
      empty={words.nothingFound}
    />
  );
}

/** The status, and in words why it is none of success. */
function Answer({ call: { statusCode, error } }: { call: PageCallFragment }) {
  const { integration: words } = useTexts();
  const label = statusCode === 0 ? words.noAnswer : String(statusCode);
  return (
    <>
      <StatusBadge label={label} tone={error === null ? 'good' : 'bad'} /> {error}
    </>
  );
}
