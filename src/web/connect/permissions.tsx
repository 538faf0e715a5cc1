import { Code, List, Text } from '@mantine/core';
import type { PageProviderCardFragment } from '../gql/graphql.js';
import { useTexts } from '../texts/texts.js';
import classes from './connect.module.css';

/** What the hub will read of an account, what it asks the owner to allow, and why. */
export function Permissions({ provider }: { provider: PageProviderCardFragment }) {
  const { connect: words } = useTexts();
  if (provider.scopes.length === 0) return null;
  return (
    <details>
      <summary>{words.permissions(provider.name)}</summary>
      <List size="sm" mt="xs" spacing="xs">
        {provider.scopes.map(({ name, reason }) => (
          <List.Item key={name}>
            {reason ?? words.noReason}{' '}
            <Text span c="dimmed">
              <Code className={classes.code}>{name}</Code>
            </Text>
          </List.Item>
        ))}
      </List>
    </details>
  );
}
