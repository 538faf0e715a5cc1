import { Text } from '@mantine/core';
import { useQuery } from 'urql';
import { PageSealingKeysDocument, type PageSealingKeysQuery, type SealedKind } from '../gql/graphql.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { ExplorerLink } from '../parts/explorer-link.js';
import { QueryFailure } from '../parts/query-failure.js';
import { RefreshButton } from '../parts/refresh-button.js';
import { StatusBadge } from '../parts/status-badge.js';
import { useSpeech, useTexts } from '../texts/texts.js';
import { OperatorView } from './operator-view.js';

type Key = PageSealingKeysQuery['sealingKeys'][number];

/** How far a rotation of the encryption keys has come. */
export function KeysView() {
  const texts = useTexts();
  const words = texts.operator.keys;
  const [{ data, error, fetching }, reread] = useQuery({ query: PageSealingKeysDocument });
  return (
    <OperatorView title={words.title} aside={<ExplorerLink view={words.title} query={PageSealingKeysDocument} />}>
      <Text maw="40rem">{words.hint}</Text>
      <div>
        <RefreshButton view={words.title} onRefresh={() => reread({ requestPolicy: 'network-only' })} />
      </div>
      <QueryFailure error={error} />
      {data === undefined && fetching && <p role="status">{texts.loading}</p>}
      {data !== undefined && <Keys keys={data.sealingKeys} />}
    </OperatorView>
  );
}

interface Row {
  id: string;
  key: Key;
}

function Keys({ keys }: { keys: readonly Key[] }) {
  const words = useTexts().operator.keys;
  const columns = useColumns(keys);
  const rows = keys.map((key) => ({ id: key.id ?? '', key }));
  return <DataTable caption={words.title} columns={columns} rows={rows} empty={words.none} />;
}

/** A column for each kind of which something is sealed. */
function useColumns(keys: readonly Key[]): Column<Row>[] {
  const { texts, language } = useSpeech();
  const words = texts.operator.keys;
  const valuesOf = ({ kinds }: Key, kind: SealedKind): number => kinds.find((one) => one.kind === kind)?.values ?? 0;
  return [
    { heading: words.key, cell: ({ key }) => key.id ?? words.unknown },
    { heading: words.state, cell: ({ key }) => <KeyBadge sealingKey={key} /> },
    { heading: words.values, isNumber: true, cell: ({ key }) => key.values.toLocaleString(language) },
    ...kindsIn(keys).map((kind): Column<Row> => ({
      heading: words.kinds[kind],
      isNumber: true,
      cell: ({ key }) => valuesOf(key, kind).toLocaleString(language),
    })),
  ];
}

function KeyBadge({ sealingKey: { id, seals, values } }: { sealingKey: Key }) {
  const words = useTexts().operator.keys;
  if (id === null) return <StatusBadge label={words.missing} tone="bad" />;
  if (seals) return <StatusBadge label={words.seals} tone="good" />;
  return values === 0 ? (
    <StatusBadge label={words.canGo} tone="quiet" />
  ) : (
    <StatusBadge label={words.needed} tone="warn" />
  );
}

function kindsIn(keys: readonly Key[]): SealedKind[] {
  return [...new Set(keys.flatMap(({ kinds }) => kinds.map(({ kind }) => kind)))].toSorted();
}
