import { useEffect, useRef } from 'react';
import { ActionButton } from '../action-button.js';
import type { PageIntegrationFragment } from '../gql/graphql.js';
import { integrationName } from './integration-words.js';

interface Props {
  integration: PageIntegrationFragment;
  /** The person came to the page for this button: it is shown in any state, and focused. */
  isTarget: boolean;
  onPress: () => Promise<void>;
}

/** Sends the owner through consent again, wherever that mends something. The records and syncs are kept. */
export function ReconnectButton({ integration, isTarget, onPress }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isTarget) button.current?.focus();
  }, [isTarget]);

  const { state, missingScopes } = integration.connectionStatus;
  if (state === 'CONNECTED' && missingScopes.length === 0 && !isTarget) return null;
  return (
    <ActionButton
      label={state === 'PENDING' ? 'Continue connecting' : 'Reconnect'}
      busyLabel="Going there…"
      about={integrationName(integration)}
      kind={state === 'DISCONNECTED' ? 'plain' : 'primary'}
      buttonRef={button}
      onPress={onPress}
    />
  );
}
