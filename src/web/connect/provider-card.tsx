import { Anchor, Card, Code, Group, Stack, Text, Title } from '@mantine/core';
import { Link } from 'wouter';
import { PageProviderCardFragmentDoc, type AuthMethod, type PageProviderCardFragment } from '../gql/graphql.js';
import { readFragment, type FragmentType } from '../gql/fragment-masking.js';
import { ActionButton } from '../parts/action-button.js';
import { ProviderIcon } from '../parts/provider-icon.js';
import { StatusBadge } from '../parts/status-badge.js';
import { useViewer } from '../session/use-session.js';
import { useTexts } from '../texts/texts.js';
import { useConsent } from './consent.js';
import classes from './connect.module.css';
import { KeyButton } from './key-button.js';
import { Permissions } from './permissions.js';

/** One service: what is synced from it, and how to connect it or what has to happen before that. */
export function ProviderCard({ provider: masked }: { provider: FragmentType<typeof PageProviderCardFragmentDoc> }) {
  const texts = useTexts();
  const { connect: words, categories } = texts;
  const provider = readFragment(PageProviderCardFragmentDoc, masked);
  const models = provider.models.map(({ name }) => texts.model(name)).join(', ');
  return (
    <Card withBorder component="li" data-provider={provider.id}>
      <Stack gap="sm">
        <Group gap="sm" wrap="nowrap">
          <ProviderIcon id={provider.id} name={provider.name} />
          <div>
            <Title order={2} size="h5">
              {provider.name}
            </Title>
            <Text size="sm" c="dimmed">
              {categories[provider.category] ?? provider.category}
            </Text>
          </div>
        </Group>
        {models !== '' && <Text size="sm">{words.syncs(models)}</Text>}
        <Permissions provider={provider} />
        <Connect provider={provider} />
        {provider.docsUrl !== null && (
          <Anchor href={provider.docsUrl} target="_blank" rel="noreferrer" size="sm">
            {words.docs(provider.name)}
          </Anchor>
        )}
      </Stack>
    </Card>
  );
}

function Connect({ provider }: { provider: PageProviderCardFragment }) {
  const { connect: words, integrations } = useTexts();
  const consent = useConsent();
  const isOffered = (method: AuthMethod): boolean => provider.availableAuthMethods.includes(method);
  if (!isOffered('OAUTH2') && !isOffered('API_KEY')) return <NotSetUp provider={provider} />;
  return (
    <Group gap="xs">
      {isOffered('OAUTH2') && (
        <ActionButton
          variant="filled"
          label={words.connect}
          name={integrations.about(words.connect, provider.name)}
          onPress={() => consent({ provider })}
        />
      )}
      {isOffered('API_KEY') && <KeyButton provider={provider} label={words.withKey} />}
    </Group>
  );
}

function NotSetUp({ provider: { id, name, redirectUrl } }: { provider: PageProviderCardFragment }) {
  const { connect: words } = useTexts();
  const { role } = useViewer();
  return (
    <>
      <Group>
        <StatusBadge label={words.notSetUp} tone="quiet" />
        {role === 'OPERATOR' && (
          <Anchor component={Link} href={`/operator/providers/${id}`} size="sm">
            {words.setUpHere}
          </Anchor>
        )}
      </Group>
      <details>
        <summary>{words.setUpTitle}</summary>
        <Text size="sm">{words.setUp(name, id.toUpperCase().replaceAll('-', '_'))}</Text>
        {redirectUrl !== null && (
          <Text size="sm">
            {words.redirectAddress} <Code className={classes.code}>{redirectUrl}</Code>
          </Text>
        )}
      </details>
    </>
  );
}
