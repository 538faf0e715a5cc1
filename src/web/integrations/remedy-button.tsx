import { Group, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useConsent } from '../connect/consent.js';
import { KeyButton } from '../connect/key-button.js';
import type { PageIntegrationCardFragment } from '../gql/graphql.js';
import { useAct } from '../notices/use-act.js';
import { useNotify } from '../notices/notices.js';
import { ActionButton } from '../parts/action-button.js';
import { useSpeech, useTexts } from '../texts/texts.js';
import { integrationName } from './integration-words.js';
import type { Standing } from './standing.js';

interface Props {
  integration: PageIntegrationCardFragment;
  standing: Standing;
  /** The person came to the page for this button: it is shown in any state, and focused. */
  isTarget: boolean;
}

/** The one thing that mends what is wrong. */
export function RemedyButton({ integration, standing, isTarget }: Props) {
  const { remedy, problem } = standing;
  if (isTarget || remedy?.kind === 'reconnect') return <ReconnectButton {...{ integration, standing, isTarget }} />;
  if (remedy?.kind === 'wait') return <WaitNote until={remedy.until} />;
  if (remedy?.kind === 'ask-admin' && problem !== null) {
    return <AskAdminButton integration={integration} problem={problem} />;
  }
  return null;
}

/** Sends the owner through consent again, or asks for another key. The records and syncs are kept. */
function ReconnectButton({ integration, standing, isTarget }: Props) {
  const { integrations: words } = useTexts();
  const consent = useConsent();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isTarget) button.current?.focus();
  }, [isTarget]);
  const label = standing.status === 'pending' ? words.continueConnecting : words.reconnect;
  if (integration.authMethod === 'API_KEY') {
    return <KeyButton provider={integration.provider} integrationId={integration.id} label={label} />;
  }
  return (
    <ActionButton
      buttonRef={button}
      variant={standing.status === 'disconnected' ? 'default' : 'filled'}
      label={label}
      name={words.about(label, integrationName(integration))}
      onPress={() => consent({ provider: integration.provider, integrationId: integration.id })}
    />
  );
}

function WaitNote({ until }: { until: string }) {
  const { texts, language } = useSpeech();
  const time = new Date(until).toLocaleTimeString(language, { timeStyle: 'short' });
  return (
    <Group gap="xs">
      <Text size="sm" fw={600}>
        {texts.integrations.waitUntil(time)}
      </Text>
      <Text size="sm" c="dimmed">
        {texts.integrations.goesOn}
      </Text>
    </Group>
  );
}

/** Puts what an administrator needs to know on the clipboard: the hub does not know where they are reached. */
function AskAdminButton({
  integration,
  problem,
}: {
  integration: PageIntegrationCardFragment;
  problem: NonNullable<Standing['problem']>;
}) {
  const { integrations: words } = useTexts();
  const act = useAct();
  const notify = useNotify();
  const name = integrationName(integration);

  async function copy(): Promise<string | null> {
    try {
      await navigator.clipboard.writeText(words.askAdminMessage(name, integration.id, problem.code, problem.message));
      return words.askAdminCopied;
    } catch {
      notify('failed', words.askAdminFailed);
      return null;
    }
  }

  return <ActionButton label={words.askAdmin} name={words.about(words.askAdmin, name)} onPress={() => act(copy)} />;
}
