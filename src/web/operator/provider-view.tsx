import { Anchor, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useParams } from 'wouter';
import { readFragment } from '../gql/fragment-masking.js';
import {
  PageProviderSettingsDocument,
  PageProviderSettingsFragmentDoc,
  type PageProviderSettingsFragment,
} from '../gql/graphql.js';
import { CopyField } from '../parts/copy-field.js';
import { ExplorerLink } from '../parts/explorer-link.js';
import { QueryFailure } from '../parts/query-failure.js';
import { useTexts } from '../texts/texts.js';
import { OperatorView } from './operator-view.js';
import { ForgetButton, RemoveButton, SwitchButton } from './provider-buttons.js';
import { ProviderForm } from './provider-form.js';
import { SetUpBadge } from './providers-view.js';

/** What connecting to one provider needs. */
export function ProviderView() {
  const texts = useTexts();
  const { id } = useParams<{ id: string }>();
  const [{ data, error, fetching }] = useQuery({ query: PageProviderSettingsDocument, variables: { id } });
  const provider = readFragment(PageProviderSettingsFragmentDoc, data?.provider);
  const title = provider?.name ?? texts.operator.provider.title;
  return (
    <OperatorView
      key={id}
      title={title}
      aside={<ExplorerLink view={title} query={PageProviderSettingsDocument} variables={{ id }} />}
    >
      <QueryFailure error={error} />
      {data === undefined && fetching && <p role="status">{texts.loading}</p>}
      {data !== undefined && !provider && <Text>{texts.operator.provider.unknown(id)}</Text>}
      {provider && <SetUp provider={provider} />}
    </OperatorView>
  );
}

function SetUp({ provider }: { provider: PageProviderSettingsFragment }) {
  const { operator, connect } = useTexts();
  const words = operator.provider;
  // Another form after all was forgotten: its fields hold what was.
  const [round, setRound] = useState(0);
  const { name, docsUrl, redirectUrl, webhookUrl, kind } = provider;
  return (
    <Stack gap="lg">
      <Group gap="xs">
        <SetUpBadge provider={provider} />
        <SwitchButton provider={provider} />
        <ForgetButton provider={provider} onForgotten={() => setRound(round + 1)} />
        {kind === 'DECLARED' && <RemoveButton provider={provider} />}
      </Group>
      <section aria-labelledby="to-register">
        <Stack gap="xs">
          <Title order={2} size="h5" id="to-register">
            {words.toRegister(name)}
          </Title>
          {redirectUrl !== null && <CopyField label={words.redirectUrl} value={redirectUrl} />}
          {webhookUrl !== null && <CopyField label={words.webhookUrl} value={webhookUrl} />}
          {redirectUrl === null && webhookUrl === null && <Text size="sm">{words.nothingToRegister}</Text>}
          {docsUrl !== null && (
            <Anchor href={docsUrl} target="_blank" rel="noreferrer" size="sm">
              {connect.docs(name)}
            </Anchor>
          )}
        </Stack>
      </section>
      <section aria-labelledby="set-up">
        <Title order={2} size="h5" id="set-up" mb="xs">
          {words.setUp}
        </Title>
        <ProviderForm key={round} provider={provider} />
      </section>
    </Stack>
  );
}
