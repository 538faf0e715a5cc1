import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useClient } from 'urql';
import { useLocation } from 'wouter';
import {
  PageRemoveEndpointDocument,
  PageRotateEndpointSecretDocument,
  PageSendTestEventDocument,
  PageUpdateEndpointDocument,
} from '../gql/graphql.js';
import { change } from '../graphql/change.js';
import { useAct } from '../notices/use-act.js';
import { ActionButton } from '../parts/action-button.js';
import { ConfirmButton } from '../parts/confirm-button.js';
import { useTexts } from '../texts/texts.js';

interface Props {
  id: string;
  address: string;
}

const OVERLAP_HOURS = 24;

/** Sends an event that means nothing, to see whether it arrives. */
export function TestEventButton({ id, address }: Props) {
  const { operator, integrations } = useTexts();
  const words = operator.endpoints;
  const client = useClient();
  const act = useAct();

  async function send(): Promise<string> {
    const input = { endpointId: id };
    await change(client, PageSendTestEventDocument, { input }, (data) => data.sendTestEvent);
    return words.testSent;
  }

  return (
    <ActionButton label={words.sendTest} name={integrations.about(words.sendTest, address)} onPress={() => act(send)} />
  );
}

/** Has nothing sent there, or sends again. */
export function EnableButton({ id, address, isEnabled }: Props & { isEnabled: boolean }) {
  const { operator, integrations } = useTexts();
  const words = operator.endpoints;
  const client = useClient();
  const act = useAct();
  const label = isEnabled ? words.switchOff : words.switchOn;

  async function toggle(): Promise<string> {
    const input = { endpointId: id, enabled: !isEnabled };
    await change(client, PageUpdateEndpointDocument, { input }, (data) => data.updateOutboundEndpoint);
    return isEnabled ? words.isOff : words.isOn;
  }

  return <ActionButton label={label} name={integrations.about(label, address)} onPress={() => act(toggle)} />;
}

/** Makes a new secret, which the old one stands beside for a while. */
export function RotateButton({ id, address, onRotated }: Props & { onRotated: (secret: string | null) => void }) {
  const { operator, integrations } = useTexts();
  const words = operator.endpoints;
  const client = useClient();
  const act = useAct();
  const [hours, setHours] = useState(String(OVERLAP_HOURS));

  async function rotate(): Promise<string> {
    const input = { endpointId: id, overlapHours: Math.trunc(Number(hours)) };
    const { secret } = await change(
      client,
      PageRotateEndpointSecretDocument,
      { input },
      (data) => data.rotateOutboundEndpointSecret,
    );
    onRotated(secret);
    return words.isRotated;
  }

  return (
    <ConfirmButton
      label={words.rotate}
      name={integrations.about(words.rotate, address)}
      title={words.rotateTitle}
      confirm={words.rotate}
      onOpen={() => setHours(String(OVERLAP_HOURS))}
      onConfirm={() => act(rotate)}
    >
      <Text>{words.rotateBody}</Text>
      <TextInput
        type="number"
        min={0}
        max={168}
        label={words.overlapHours}
        value={hours}
        onChange={({ currentTarget: { value } }) => setHours(value)}
      />
    </ConfirmButton>
  );
}

export function RemoveEndpointButton({ id, address }: Props) {
  const { operator, integrations } = useTexts();
  const words = operator.endpoints;
  const client = useClient();
  const act = useAct();
  const [, navigate] = useLocation();

  async function remove(): Promise<string> {
    const input = { endpointId: id };
    await change(client, PageRemoveEndpointDocument, { input }, (data) => data.removeOutboundEndpoint);
    navigate('/operator/endpoints');
    return words.isRemoved;
  }

  return (
    <ConfirmButton
      label={words.remove}
      name={integrations.about(words.remove, address)}
      title={words.removeTitle}
      confirm={words.remove}
      onConfirm={() => act(remove)}
    >
      <Text>{words.removeBody}</Text>
    </ConfirmButton>
  );
}
