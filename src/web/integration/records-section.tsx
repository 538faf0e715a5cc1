import { Group, Switch, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from 'urql';
import { PageIntegrationRecordsDocument, type RecordFilter } from '../gql/graphql.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { Moment } from '../parts/moment.js';
import { Pager, usePages } from '../parts/pager.js';
import { useParameter } from '../parts/use-parameter.js';
import { useTexts } from '../texts/texts.js';
import { FieldValue } from './field-value.js';
import classes from './integration.module.css';
import { ModelChoice } from './model-choice.js';
import { RecordDetails } from './record-details.js';
import { fieldsOf, valueOf, type ShownRecord } from './record-fields.js';
import { Section } from './section.js';

const PAGE_SIZE = 25;
const TYPING_MS = 300;

/** What was synced: records of one model, what changed last first. */
export function RecordsSection({ id, models }: { id: string; models: readonly string[] }) {
  const { integration: words } = useTexts();
  const [wanted, setModel] = useParameter('model');
  const [search, setSearch] = useParameter('search');
  const [deleted, setDeleted] = useParameter('deleted');
  const searchSoon = useDebouncedCallback((text: string) => setSearch(text === '' ? null : text), TYPING_MS);
  const model = models.find((known) => known === wanted) ?? models[0];
  if (model === undefined) return <Text>{words.nothingSynced}</Text>;
  const filter = { model, search, includeDeleted: deleted !== null };
  return (
    <>
      <Group gap="sm" className={classes.filters} role="search" aria-label={words.filterRecords}>
        <ModelChoice models={models} value={model} onChoose={setModel} />
        <TextInput
          type="search"
          label={words.search}
          defaultValue={search ?? ''}
          onChange={({ currentTarget: { value } }) => searchSoon(value)}
        />
        <Switch
          label={words.showDeleted}
          checked={deleted !== null}
          onChange={({ currentTarget: { checked } }) => setDeleted(checked ? '1' : null)}
        />
      </Group>
      <Records key={JSON.stringify(filter)} id={id} filter={filter} />
    </>
  );
}

function Records({ id, filter }: { id: string; filter: RecordFilter }) {
  const texts = useTexts();
  const { integration: words } = texts;
  const pages = usePages();
  const variables = { id, first: PAGE_SIZE, after: pages.after, filter };
  const [answer] = useQuery({ query: PageIntegrationRecordsDocument, variables });
  const records = answer.data?.integration?.records;
  const fields = fieldsOf(records?.nodes ?? []);
  const columns: Column<ShownRecord>[] = [
    ...fields.map((field, index) => ({
      heading: texts.field(field),
      // The first is what unfolds the row, and so is never empty.
      cell: (record: ShownRecord) => (
        <FieldValue value={valueOf(record, field) ?? (index === 0 ? record.externalId : null)} />
      ),
    })),
    { heading: words.changed, cell: ({ changedAt }) => <Moment at={changedAt} /> },
    ...(filter.includeDeleted === true
      ? [
          {
            heading: words.deleted,
            cell: ({ deletedAt }: ShownRecord) => (deletedAt === null ? words.no : <Moment at={deletedAt} />),
          },
        ]
      : []),
  ];
  return (
    <Section
      title={words.sections.records}
      query={PageIntegrationRecordsDocument}
      variables={variables}
      answer={answer}
    >
      {records !== undefined && (
        <>
          <Text size="sm" role="status">
            {texts.integrations.records(records.totalCount)}
          </Text>
          <DataTable
            caption={words.recordsCaption(texts.model(filter.model ?? ''))}
            columns={columns}
            rows={records.nodes}
            empty={words.nothingFound}
            details={(record) => <RecordDetails integrationId={id} record={record} />}
          />
          <Pager pages={pages} pageInfo={records.pageInfo} of={words.sections.records} />
        </>
      )}
    </Section>
  );
}
