import { Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useClient } from 'urql';
import {
  PageSyncScheduleFragmentDoc,
  PageUpdateSyncDocument,
  type PageModelScheduleFragment,
  type PageSyncScheduleFragment,
  type UpdateSyncInput,
} from '../gql/graphql.js';
import { readFragment, type FragmentType } from '../gql/fragment-masking.js';
import { change } from '../graphql/change.js';
import { Failure } from '../graphql/failure.js';
import { useAct } from '../notices/use-act.js';
import { Moment } from '../parts/moment.js';
import { useTexts } from '../texts/texts.js';

interface Props {
  sync: FragmentType<typeof PageSyncScheduleFragmentDoc>;
  /** What its provider says of the model; null where it no longer has it. */
  model: PageModelScheduleFragment | null;
}

/** When a model is synced, and the form that changes it. */
export function ScheduleForm({ sync: masked, model }: Props) {
  const { integration: words, model: modelWords } = useTexts();
  const sync = readFragment(PageSyncScheduleFragmentDoc, masked);
  const [isOpen, setIsOpen] = useState(false);
  const name = modelWords(sync.model);
  return (
    <Stack gap="xs" align="flex-start">
      <Text size="sm">
        {words.schedule(sync.fullSchedule, sync.incrementalSchedule)}{' '}
        {sync.nextRunAt !== null && (
          <>
            {words.nextRun} <Moment at={sync.nextRunAt} />.
          </>
        )}
      </Text>
      <Button
        size="xs"
        variant="default"
        aria-expanded={isOpen}
        aria-label={words.editScheduleOf(name)}
        onClick={() => setIsOpen(!isOpen)}
      >
        {words.editSchedule}
      </Button>
      {isOpen && <Fields sync={sync} model={model} name={name} />}
    </Stack>
  );
}

type FieldName = 'fullSchedule' | 'incrementalSchedule';

function Fields({ sync, model, name }: { sync: PageSyncScheduleFragment; model: Props['model']; name: string }) {
  const { integration: words } = useTexts();
  const client = useClient();
  const act = useAct();
  const [written, setWritten] = useState<Partial<Record<FieldName, string>>>({});
  /** Null while nobody has touched it: somebody else may switch it meanwhile. */
  const [enabled, setEnabled] = useState<boolean | null>(null);
  const [refused, setRefused] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);

  async function save(): Promise<string> {
    const input: UpdateSyncInput = { syncId: sync.id, enabled, ...scheduleChange(written) };
    try {
      await change(client, PageUpdateSyncDocument, { input }, (data) => data.updateSync);
    } catch (error) {
      if (error instanceof Failure) setRefused(error);
      throw error;
    }
    setWritten({});
    setEnabled(null);
    return words.scheduleSaved(name);
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setRefused(null);
    await act(save);
    setBusy(false);
  }

  const field = (fieldName: FieldName, label: string) => (
    <TextInput
      label={label}
      description={words.scheduleHint(model?.[fieldName] ?? null)}
      value={written[fieldName] ?? sync[fieldName] ?? ''}
      error={refused?.field === fieldName ? refused.said : undefined}
      onChange={({ currentTarget: { value } }) => setWritten({ ...written, [fieldName]: value })}
    />
  );

  return (
    <form aria-label={words.editScheduleOf(name)} onSubmit={(event) => void submit(event)}>
      <Stack gap="sm" maw="28rem">
        <Switch
          label={words.scheduleEnabled}
          checked={enabled ?? sync.enabled}
          onChange={({ currentTarget: { checked } }) => setEnabled(checked)}
        />
        {field('fullSchedule', words.fullSchedule)}
        {model?.supportsIncremental !== false && field('incrementalSchedule', words.incrementalSchedule)}
        <Group>
          <Button type="submit" size="sm" aria-busy={busy} aria-disabled={busy}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What was written, and nothing else; what was emptied goes back to the provider's default. */
function scheduleChange(written: Partial<Record<FieldName, string>>): Partial<Record<FieldName, string | null>> {
  return Object.fromEntries(
    Object.entries(written).map(([name, text]) => [name, text.trim() === '' ? null : text.trim()]),
  );
}
