import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useClient, useQuery } from 'urql';
import { Link } from 'wouter';
import {
  PageReplayWebhookEventDocument,
  PageWebhookPayloadDocument,
  type PageWebhookEventFragment,
} from '../gql/graphql.js';
import { change } from '../graphql/change.js';
import { useAct } from '../notices/use-act.js';
import { ActionButton } from '../parts/action-button.js';
import { JsonBlock } from '../parts/json-block.js';
import { Moment } from '../parts/moment.js';
import { QueryFailure } from '../parts/query-failure.js';
import { useViewer } from '../session/use-session.js';
import { useTexts } from '../texts/texts.js';
import { Fact, FactList } from '../parts/fact-list.js';
import { runAddress } from './sections.js';

interface Props {
  integrationId: string;
  event: PageWebhookEventFragment;
  onReplayed: () => void;
}

/** What became of an event; for administrators and operators also what came, and to have it processed once more. */
export function WebhookEventDetails({ integrationId, event, onReplayed }: Props) {
  const texts = useTexts();
  const { integration: words } = texts;
  const { role } = useViewer();
  return (
    <Stack gap="sm">
      <FactList>
        <Fact name={words.externalId}>{event.externalId}</Fact>
        <Fact name={words.completed}>
          {event.completedAt === null ? words.notYet : <Moment at={event.completedAt} />}
        </Fact>
        {event.nextAttemptAt !== null && (
          <Fact name={words.nextAttempt}>
            <Moment at={event.nextAttemptAt} />
          </Fact>
        )}
        <Fact name={words.ledTo}>
          {event.syncLogs.length === 0 && words.noRuns}
          {event.syncLogs.map(({ id, model }) => (
            <Anchor key={id} component={Link} href={runAddress(integrationId, id)} size="sm" mr="xs">
              {words.runOf(texts.model(model))}
            </Anchor>
          ))}
        </Fact>
      </FactList>
      {event.error !== null && <Text size="sm">{event.error}</Text>}
      {role !== 'USER' && <Payload event={event} onReplayed={onReplayed} />}
    </Stack>
  );
}

function Payload({ event, onReplayed }: Pick<Props, 'event' | 'onReplayed'>) {
  const { integration: words } = useTexts();
  const client = useClient();
  const act = useAct();
  const [isShown, setIsShown] = useState(false);

  async function replay(): Promise<string> {
    const input = { webhookEventId: event.id };
    await change(client, PageReplayWebhookEventDocument, { input }, (data) => data.replayWebhookEvent);
    onReplayed();
    return words.replayed;
  }

  return (
    <>
      <Group gap="xs">
        <Button size="xs" variant="default" aria-expanded={isShown} onClick={() => setIsShown(!isShown)}>
          {words.showPayload}
        </Button>
        <ActionButton size="xs" label={words.replay} name={words.replayOf(event.type)} onPress={() => act(replay)} />
      </Group>
      {isShown && <PayloadBlock id={event.id} />}
    </>
  );
}

/** That it is read is noted in the audit log: once, and only where somebody asks. */
function PayloadBlock({ id }: { id: string }) {
  const { loading, integration: words } = useTexts();
  const [{ data, error, fetching }] = useQuery({
    query: PageWebhookPayloadDocument,
    variables: { id },
    requestPolicy: 'cache-first',
  });
  const payload = data?.node && 'payload' in data.node ? data.node.payload : null;
  return (
    <>
      <QueryFailure error={error} />
      {fetching && <p role="status">{loading}</p>}
      {data !== undefined && <JsonBlock label={words.payload} value={payload} />}
    </>
  );
}
