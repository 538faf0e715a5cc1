import { Group, Progress, Stack, Text } from '@mantine/core';
import { useClient } from 'urql';
import {
  PageCancelSyncDocument,
  PageRunFragmentDoc,
  PageSyncRowFragmentDoc,
  type PageRunFragment,
} from '../gql/graphql.js';
import { readFragment, type FragmentType } from '../gql/fragment-masking.js';
import { change } from '../graphql/change.js';
import { useAct } from '../notices/use-act.js';
import { ActionButton } from '../parts/action-button.js';
import { Moment } from '../parts/moment.js';
import { ProblemNote } from '../parts/problem-note.js';
import { StatusBadge } from '../parts/status-badge.js';
import { useTexts } from '../texts/texts.js';
import { isUnderWay, progressWords, syncWords } from './run-words.js';

interface Props {
  sync: FragmentType<typeof PageSyncRowFragmentDoc>;
  /** Nothing is synced while the account is disconnected; what was synced may still be here. */
  isDisconnected: boolean;
}

/** One model: how many records, how its sync stands, and what the latest run did. */
export function SyncRow({ sync: masked, isDisconnected }: Props) {
  const texts = useTexts();
  const sync = readFragment(PageSyncRowFragmentDoc, masked);
  const run = readFragment(PageRunFragmentDoc, sync.lastRun);
  const model = texts.model(sync.model);
  const state = isDisconnected
    ? ({ label: texts.syncStates.off, tone: 'quiet' } as const)
    : syncWords(run?.state ?? sync.state, texts);
  return (
    <li data-model={sync.model}>
      <Stack gap={4}>
        <Group gap="xs">
          <Text fw={600} size="sm">
            {model}
          </Text>
          <Text size="sm">{texts.integrations.records(sync.recordCount)}</Text>
          <StatusBadge {...state} />
          {isUnderWay(run) && <CancelButton run={run} model={model} />}
        </Group>
        {run !== null && <RunLine run={run} model={model} />}
        {!isDisconnected && run?.problem && <ProblemNote problem={run.problem} />}
        {!isDisconnected && !sync.enabled && (
          <Text size="sm" c="dimmed">
            {texts.integrations.switchedOff}
          </Text>
        )}
      </Stack>
    </li>
  );
}

function RunLine({ run, model }: { run: PageRunFragment; model: string }) {
  const texts = useTexts();
  return (
    <div>
      {isUnderWay(run) && run.state !== 'PAUSED' && (
        <Progress value={100} animated size="sm" aria-label={texts.integrations.syncOf(model)} />
      )}
      <Text size="sm" c="dimmed">
        {progressWords(run, texts)}
        {run.finishedAt !== null && (
          <>
            , <Moment at={run.finishedAt} />
          </>
        )}
      </Text>
    </div>
  );
}

function CancelButton({ run, model }: { run: PageRunFragment; model: string }) {
  const texts = useTexts();
  const client = useClient();
  const act = useAct();

  async function cancel(): Promise<string> {
    const input = { syncLogId: run.id };
    await change(client, PageCancelSyncDocument, { input }, (data) => data.cancelSync);
    return texts.integrations.cancelled(model);
  }

  return (
    <ActionButton
      size="compact-xs"
      label={texts.cancel}
      name={texts.integrations.cancelSync(model)}
      onPress={() => act(cancel)}
    />
  );
}
