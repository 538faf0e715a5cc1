import { Anchor, Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useRef, useState, type SubmitEvent } from 'react';
import { useClient } from 'urql';
import { PageConnectWithApiKeyDocument, type PageProviderCardFragment } from '../gql/graphql.js';
import { change } from '../graphql/change.js';
import { useNotify } from '../notices/notices.js';
import { useFailureWords } from '../notices/use-act.js';
import { useTexts } from '../texts/texts.js';

interface Props {
  provider: Pick<PageProviderCardFragment, 'id' | 'name' | 'keyHelp'>;
  /** To replace the key of an integration. */
  integrationId?: string;
  label: string;
}

/** Asks for a key, which the hub tries at the provider before it keeps it. */
export function KeyButton({ provider, integrationId, label }: Props) {
  const { connect: words, close, integrations } = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        size="sm"
        variant="default"
        aria-label={integrations.about(label, provider.name)}
        onClick={() => setIsOpen(true)}
      >
        {label}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setIsOpen(false)}
        title={words.consentTitle(provider.name)}
        closeButtonProps={{ 'aria-label': close }}
        centered
      >
        <KeyForm provider={provider} integrationId={integrationId} onDone={() => setIsOpen(false)} />
      </Modal>
    </>
  );
}

function KeyForm({ provider, integrationId, onDone }: Omit<Props, 'label'> & { onDone: () => void }) {
  const { connect: words, arrival } = useTexts();
  const client = useClient();
  const notify = useNotify();
  const failureWords = useFailureWords();
  const input = useRef<HTMLInputElement>(null);
  const [isChecking, setIsChecking] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);

  async function connect(): Promise<void> {
    const variables = { input: { providerId: provider.id, apiKey: input.current?.value ?? '', integrationId } };
    setIsChecking(true);
    try {
      await change(client, PageConnectWithApiKeyDocument, variables, (data) => data.connectWithApiKey);
      notify('done', arrival.connected(provider.name));
      onDone();
    } catch (error) {
      setWrong(failureWords(error));
      input.current?.focus();
    } finally {
      setIsChecking(false);
    }
  }

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (!isChecking) void connect();
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        {provider.keyHelp !== null && (
          <Text size="sm">
            {provider.keyHelp.hint}{' '}
            <Anchor href={provider.keyHelp.url} target="_blank" rel="noreferrer" inherit>
              {words.keyWhere(provider.name)}
            </Anchor>
          </Text>
        )}
        <PasswordInput
          ref={input}
          data-autofocus
          label={words.key}
          description={words.keyKept}
          autoComplete="off"
          spellCheck={false}
          required
          withAsterisk={false}
          error={wrong !== null && <span role="alert">{wrong}</span>}
        />
        <Group justify="flex-end">
          <Button type="submit" aria-busy={isChecking} aria-disabled={isChecking}>
            {isChecking ? words.keyChecking : words.keyConnect}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
