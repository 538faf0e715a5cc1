import { Checkbox, Stack } from '@mantine/core';
import type { OutboundEndpointKind, OutboundEventType } from '../gql/graphql.js';
import { useTexts } from '../texts/texts.js';

/** What every kind of endpoint can be told of. */
export const ALERTS: readonly OutboundEventType[] = ['ALERT_FIRED', 'ALERT_RESOLVED'];
const EVENTS: readonly OutboundEventType[] = [
  'INTEGRATION_CONNECTED',
  'INTEGRATION_DISCONNECTED',
  'INTEGRATION_REAUTHORIZATION_REQUIRED',
  'SYNC_COMPLETED',
  'SYNC_FAILED',
  'RECORDS_CHANGED',
  'HEALTH_CHANGED',
  ...ALERTS,
];

export function offeredTo(kind: OutboundEndpointKind): readonly OutboundEventType[] {
  return kind === 'WEBHOOK' ? EVENTS : ALERTS;
}

interface Props {
  kind: OutboundEndpointKind;
  chosen: readonly OutboundEventType[];
  onChoose: (chosen: OutboundEventType[]) => void;
}

/** What an endpoint is told of. */
export function EventTypesField({ kind, chosen, onChoose }: Props) {
  const { endpoints: words } = useTexts().operator;
  return (
    <Checkbox.Group
      label={words.eventTypes}
      value={[...chosen]}
      onChange={(values) => onChoose(EVENTS.filter((type) => values.includes(type)))}
    >
      <Stack gap="xs" mt="xs">
        {offeredTo(kind).map((type) => (
          <Checkbox key={type} value={type} label={words.events[type]} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
