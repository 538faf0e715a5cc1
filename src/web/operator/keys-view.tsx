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

function Keys({ keys }: { keys: readonly Key[] }) {
  const { texts, language } = useSpeech();
  const words = texts.operator.keys;
  const columns: Column<{ id: string; key: Key }>[] = [
    { heading: words.key, cell: ({ key }) => key.id ?? words.unknown },
    { heading: words.state, cell: ({ key }) => <KeyBadge sealingKey={key} /> },
    {
      heading: words.values,
      isNumber: true,
      cell: ({ key }) => key.values.toLocaleString(language),
    },
    ...kindsIn(keys).map((kind) => ({
      heading: words.kinds[kind],
      isNumber: true,
      cell: ({ key }: { key: Key }) =>
        (key.kinds.find((sealed) => sealed.kind === kind)?.values ?? 0).toLocaleString(language),
    })),
  ];
  return (
    <DataTable
      caption={words.title}
      columns={columns}
      rows={keys.map((key) => ({ id: key.id ?? '', key }))}
      empty={words.none}
    />
  );
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
