import { Text } from '@mantine/core';
import { useClient } from 'urql';
import { useLocation } from 'wouter';
import {
  PageConfigureProviderDocument,
  PageRemoveProviderDocument,
  type ConfigureProviderInput,
  type PageProviderSettingsFragment,
} from '../gql/graphql.js';
import { change } from '../graphql/change.js';
import { useAct } from '../notices/use-act.js';
import { ActionButton } from '../parts/action-button.js';
import { ConfirmButton } from '../parts/confirm-button.js';
import { useTexts } from '../texts/texts.js';

type Props = { provider: PageProviderSettingsFragment };

/** Lets nobody connect there, or lets them again. */
export function SwitchButton({ provider: { id, name, settings } }: Props) {
  const { operator, integrations } = useTexts();
  const words = operator.provider;
  const configure = useConfigure(id);
  if (settings?.enabled === false) {
    return (
      <ActionButton
        label={words.switchOn}
        name={integrations.about(words.switchOn, name)}
        onPress={() => configure({ enabled: true }, words.isSwitchedOn(name))}
      />
    );
  }
  return (
    <ConfirmButton
      label={words.switchOff}
      name={integrations.about(words.switchOff, name)}
      title={words.switchOffTitle(name)}
      confirm={words.switchOff}
      onConfirm={() => configure({ enabled: false }, words.isSwitchedOff(name))}
    >
      <Text>{words.switchOffBody}</Text>
    </ConfirmButton>
  );
}

/** Has the environment, or the provider's own, count again. */
export function ForgetButton({ provider: { id, name }, onForgotten }: Props & { onForgotten: () => void }) {
  const { operator, integrations } = useTexts();
  const words = operator.provider;
  const configure = useConfigure(id);
  const nothing = { clientId: '', clientSecret: '', webhookSecret: '', scopes: [] };

  async function forget(): Promise<boolean> {
    const isDone = await configure(nothing, words.isForgotten(name));
    if (isDone) onForgotten();
    return isDone;
  }

  return (
    <ConfirmButton
      label={words.forget}
      name={integrations.about(words.forget, name)}
      title={words.forgetTitle(name)}
      confirm={words.forget}
      onConfirm={forget}
    >
      <Text>{words.forgetBody}</Text>
    </ConfirmButton>
  );
}

/** Takes away what an operator declared. */
export function RemoveButton({ provider: { id, name } }: Props) {
  const { operator, integrations } = useTexts();
  const words = operator.provider;
  const client = useClient();
  const act = useAct();
  const [, navigate] = useLocation();

  async function remove(): Promise<string> {
    await change(client, PageRemoveProviderDocument, { input: { providerId: id } }, (data) => data.removeProvider);
    navigate('/operator/providers');
    return words.isRemoved(name);
  }

  return (
    <ConfirmButton
      label={words.remove}
      name={integrations.about(words.remove, name)}
      title={words.removeTitle(name)}
      confirm={words.remove}
      onConfirm={() => act(remove)}
    >
      <Text>{words.removeBody}</Text>
    </ConfirmButton>
  );
}

function useConfigure(providerId: string) {
  const client = useClient();
  const act = useAct();
  return (changes: Omit<ConfigureProviderInput, 'providerId'>, done: string): Promise<boolean> =>
    act(async () => {
      const input = { providerId, ...changes };
      await change(client, PageConfigureProviderDocument, { input }, (data) => data.configureProvider);
      return done;
    });
}
