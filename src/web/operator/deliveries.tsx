import { Code, Group, Stack, Text, Title } from '@mantine/core';
import { useClient } from 'urql';
import { readFragment } from '../gql/fragment-masking.js';
import {
  PageDeliveryFragmentDoc,
  PageReplayDeliveriesDocument,
  PageReplayDeliveryDocument,
  type OutboundDeliveryState,
  type PageDeliveryFragment,
  type PageEndpointQuery,
} from '../gql/graphql.js';
import { change } from '../graphql/change.js';
import { useAct } from '../notices/use-act.js';
import { ActionButton } from '../parts/action-button.js';
import { Choice } from '../parts/choice.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { Fact, FactList } from '../parts/fact-list.js';
import { Moment } from '../parts/moment.js';
import { Pager, type Pages } from '../parts/pager.js';
import { RefreshButton } from '../parts/refresh-button.js';
import { StatusBadge, type Tone } from '../parts/status-badge.js';
import { useTexts } from '../texts/texts.js';
import classes from './operator.module.css';

export const DELIVERIES_PAGE = 20;

const TONES: Record<OutboundDeliveryState, Tone> = {
  WAITING: 'busy',
  SENDING: 'busy',
  DELIVERED: 'good',
  FAILED: 'warn',
  DEAD: 'bad',
};
const STATES = Object.keys(TONES) as OutboundDeliveryState[];

interface Props {
  endpointId: string;
  deliveries: NonNullable<PageEndpointQuery['outboundEndpoint']>['deliveries'];
  state: OutboundDeliveryState | null;
  onChoose: (state: OutboundDeliveryState | null) => void;
  pages: Pages;
  onRefresh: () => void;
}

/** What was, is and will be sent to an endpoint, with every try. */
export function Deliveries({ endpointId, deliveries, state, onChoose, pages, onRefresh }: Props) {
  const { operator } = useTexts();
  const words = operator.deliveries;
  return (
    <section aria-labelledby="deliveries">
      <Stack>
        <Group justify="space-between">
          <Title order={2} size="h5" id="deliveries">
            {words.title}
          </Title>
          <Group gap="xs">
            <ReplayDeadButton endpointId={endpointId} />
            <RefreshButton view={words.title} onRefresh={onRefresh} />
          </Group>
        </Group>
        <div className={classes.filters}>
          <Choice
            label={words.state}
            all={operator.all}
            value={state}
            values={STATES}
            nameOf={(one) => words.states[one]}
            onChoose={onChoose}
          />
        </div>
        <DataTable
          caption={words.title}
          columns={useColumns()}
          rows={readFragment(PageDeliveryFragmentDoc, deliveries.nodes)}
          empty={words.none}
          details={(delivery) => <DeliveryDetails delivery={delivery} />}
        />
        <Pager pages={pages} pageInfo={deliveries.pageInfo} of={words.title} />
      </Stack>
    </section>
  );
}

function useColumns(): Column<PageDeliveryFragment>[] {
  const words = useTexts().operator.deliveries;
  return [
    { heading: words.event, cell: ({ eventType }) => eventType },
    { heading: words.state, cell: ({ state }) => <StatusBadge label={words.states[state]} tone={TONES[state]} /> },
    { heading: words.createdAt, cell: ({ createdAt }) => <Moment at={createdAt} /> },
    { heading: words.attempts, isNumber: true, cell: ({ attempts }) => attempts },
    {
      heading: words.nextAttempt,
      cell: ({ nextAttemptAt }) => nextAttemptAt !== null && <Moment at={nextAttemptAt} />,
    },
  ];
}

function DeliveryDetails({ delivery }: { delivery: PageDeliveryFragment }) {
  const words = useTexts().operator.deliveries;
  return (
    <Stack gap="xs">
      {delivery.error !== null && <Text size="sm">{delivery.error}</Text>}
      <FactList>
        <Fact name={words.eventId}>{delivery.eventId}</Fact>
      </FactList>
      <Attempts delivery={delivery} />
      <Code block tabIndex={0} aria-label={words.payload} role="region">
        {JSON.stringify(delivery.payload, null, 2)}
      </Code>
      <Group>
        <ReplayButton delivery={delivery} />
      </Group>
    </Stack>
  );
}

type Attempt = PageDeliveryFragment['log'][number] & { id: string };

function Attempts({ delivery: { id, log } }: { delivery: PageDeliveryFragment }) {
  const words = useTexts().operator.deliveries;
  const columns = useAttemptColumns();
  if (log.length === 0) return null;
  const rows = log.map((attempt, index) => ({ id: `${id} ${index}`, ...attempt }));
  return <DataTable caption={words.tries} columns={columns} rows={rows} empty="" />;
}

function useAttemptColumns(): Column<Attempt>[] {
  const words = useTexts().operator.deliveries;
  return [
    { heading: words.at, cell: ({ at }) => <Moment at={at} /> },
    { heading: words.answer, cell: ({ statusCode, error }) => [statusCode, error].filter(Boolean).join(': ') },
    { heading: words.duration, isNumber: true, cell: ({ durationMs }) => words.milliseconds(durationMs) },
  ];
}

function ReplayButton({ delivery: { id, eventType } }: { delivery: PageDeliveryFragment }) {
  const { operator, integrations } = useTexts();
  const words = operator.deliveries;
  const client = useClient();
  const act = useAct();

  async function replay(): Promise<string> {
    const input = { deliveryId: id };
    await change(client, PageReplayDeliveryDocument, { input }, (data) => data.replayOutboundDelivery);
    return words.isReplayed;
  }

  return (
    <ActionButton
      size="xs"
      label={words.replay}
      name={integrations.about(words.replay, eventType)}
      onPress={() => act(replay)}
    />
  );
}

function ReplayDeadButton({ endpointId }: { endpointId: string }) {
  const words = useTexts().operator.deliveries;
  const client = useClient();
  const act = useAct();

  async function replay(): Promise<string> {
    const input = { endpointId, filter: { state: 'DEAD' as const } };
    const { replayed } = await change(
      client,
      PageReplayDeliveriesDocument,
      { input },
      (data) => data.replayOutboundDeliveries,
    );
    return words.areReplayed(replayed ?? 0);
  }

  return <ActionButton size="xs" label={words.replayDead} name={words.replayDead} onPress={() => act(replay)} />;
}
