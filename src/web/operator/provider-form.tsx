import { PasswordInput, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useClient } from 'urql';
import {
  PageConfigureProviderDocument,
  type ConfigureProviderInput,
  type PageProviderSettingsFragment,
} from '../gql/graphql.js';
import { change } from '../graphql/change.js';
import { Failure } from '../graphql/failure.js';
import { useAct } from '../notices/use-act.js';
import { ActForm } from '../parts/act-form.js';
import { useTexts } from '../texts/texts.js';
import classes from './operator.module.css';

type Provider = PageProviderSettingsFragment;
type Settings = NonNullable<Provider['settings']>;

const ADDRESSES = ['authorizationUrl', 'tokenUrl', 'revocationUrl', 'apiUrl'] as const;

/** Stores what connecting needs. A secret that is stored is never shown; an empty field keeps it. */
export function ProviderForm({ provider }: { provider: Provider }) {
  const { operator } = useTexts();
  const words = operator.provider;
  const client = useClient();
  const act = useAct();
  const [secrets, setSecrets] = useState({ clientSecret: '', webhookSecret: '' });
  const { settings } = provider;
  if (settings === null) return null;

  async function store(fields: FormData): Promise<string> {
    const input = inputOf(provider, fields);
    // It would be kept, and count for nothing.
    const isOfNobody = input.clientSecret !== null && !input.clientId && settings?.clientSource !== 'STORED';
    if (isOfNobody) throw new Failure('refused', words.secretNeedsId);
    await change(client, PageConfigureProviderDocument, { input }, (data) => data.configureProvider);
    setSecrets({ clientSecret: '', webhookSecret: '' });
    return words.stored(provider.name);
  }

  const secretField = (name: keyof typeof secrets, isSet: boolean) => (
    <PasswordInput
      name={name}
      label={words[name]}
      description={isSet ? words.secretSet : words.secretNotSet}
      autoComplete="off"
      visibilityToggleButtonProps={{ 'aria-label': words.showTyped(words[name]) }}
      value={secrets[name]}
      onChange={({ currentTarget: { value } }) => setSecrets((typed) => ({ ...typed, [name]: value }))}
    />
  );
  return (
    <div className={classes.form}>
      <ActForm submit={words.store} onSubmit={(fields) => act(() => store(fields))}>
        {provider.authMethods.includes('OAUTH2') && (
          <>
            <TextInput
              name="clientId"
              label={words.clientId}
              description={
                settings.clientSource === 'ENVIRONMENT' ? words.fromEnvironment(settings.clientId ?? '') : null
              }
              defaultValue={storedClientId(settings)}
              autoComplete="off"
              spellCheck={false}
            />
            {secretField('clientSecret', settings.hasClientSecret)}
            <Textarea
              name="scopes"
              label={words.scopes}
              description={words.scopesHint(settings.hasOwnScopes)}
              defaultValue={provider.defaultScopes.join('\n')}
              spellCheck={false}
              rows={4}
            />
          </>
        )}
        {provider.webhookUrl !== null && secretField('webhookSecret', settings.hasWebhookSecret)}
        <details>
          <summary>{words.addresses}</summary>
          <Stack mt="xs">
            <Text size="sm">{words.addressesHint}</Text>
            {ADDRESSES.map((name) => (
              <TextInput
                key={name}
                name={name}
                type="url"
                label={words[name]}
                defaultValue={settings.endpoints[name] ?? ''}
                spellCheck={false}
              />
            ))}
          </Stack>
        </details>
      </ActForm>
    </div>
  );
}

/** What was changed, and no more: what is left out stays as it is. */
function inputOf({ id, settings, defaultScopes }: Provider, fields: FormData): ConfigureProviderInput {
  const text = (name: string): string | null => {
    const value = fields.get(name);
    return typeof value === 'string' ? value.trim() : null;
  };
  const clientId = text('clientId');
  const clientSecret = text('clientSecret') || null;
  const scopes =
    text('scopes')
      ?.split(/[\s,]+/)
      .filter((scope) => scope !== '') ?? null;
  const addresses = ADDRESSES.map((name) => [name, text(name)] as const).filter(
    ([name, address]) => address !== null && address !== '' && address !== settings?.endpoints[name],
  );
  return {
    providerId: id,
    clientId: settings !== null && clientId === storedClientId(settings) ? null : clientId,
    clientSecret,
    webhookSecret: text('webhookSecret') || null,
    scopes: scopes?.join('\n') === defaultScopes.join('\n') ? null : scopes,
    endpoints: addresses.length === 0 ? null : Object.fromEntries(addresses),
  };
}

function storedClientId({ clientSource, clientId }: Settings): string {
  return clientSource === 'STORED' ? (clientId ?? '') : '';
}
