import { Stack, Text, Title } from '@mantine/core';
import { JsonBlock } from '../parts/json-block.js';
import { Moment } from '../parts/moment.js';
import { useTexts } from '../texts/texts.js';
import { Fact, FactList } from '../parts/fact-list.js';
import type { ShownRecord } from './record-fields.js';
import { RunDetails } from './run-details.js';

/** A record as the hub keeps it, and from its last change back to what caused it. */
export function RecordDetails({ integrationId, record }: { integrationId: string; record: ShownRecord }) {
  const { integration: words } = useTexts();
  return (
    <Stack gap="sm">
      <FactList>
        <Fact name={words.externalId}>{record.externalId}</Fact>
        <Fact name={words.firstSeen}>
          <Moment at={record.firstSeenAt} />
        </Fact>
        <Fact name={words.changed}>
          <Moment at={record.changedAt} />
        </Fact>
      </FactList>
      <JsonBlock label={words.data} value={record.data} />
      <Title order={3} size="h5">
        {words.changedBy}
      </Title>
      {record.syncLog === null ? (
        <Text size="sm">{words.runGone}</Text>
      ) : (
        <RunDetails integrationId={integrationId} runId={record.syncLog.id} />
      )}
    </Stack>
  );
}
