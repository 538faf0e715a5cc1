import { Text } from '@mantine/core';
import type { PageIntegrationCardFragment } from '../gql/graphql.js';
import { useViewer } from '../session/use-session.js';
import { useTexts } from '../texts/texts.js';

/** Whose account it is, for people who see other people's. */
export function OwnerLine({ integration: { userId, tenantId } }: { integration: PageIntegrationCardFragment }) {
  const { integrations: words } = useTexts();
  const { role } = useViewer();
  if (role === 'USER') return null;
  return (
    <Text size="sm" c="dimmed">
      {words.owner(userId, tenantId)}
    </Text>
  );
}
