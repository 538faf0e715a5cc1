import { Anchor, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { readFragment } from '../gql/fragment-masking.js';
import {
  PageHealthWallDocument,
  PageProviderHealthFragmentDoc,
  type HealthState,
  type PageProviderHealthFragment,
} from '../gql/graphql.js';
import { ExplorerLink } from '../parts/explorer-link.js';
import { HealthBadge } from '../parts/health-badge.js';
import { ProviderIcon } from '../parts/provider-icon.js';
import { QueryFailure } from '../parts/query-failure.js';
import { useSpeech, useTexts } from '../texts/texts.js';
import { OperatorView } from './operator-view.js';
import classes from './operator.module.css';

/** How calls to every provider go, the worst first. */
export function HealthWallView() {
  const { operator: words, loading } = useTexts();
  const [{ data, error, fetching }] = useQuery({ query: PageHealthWallDocument });
  const listed = data === undefined ? [] : [...data.providers.nodes, ...data.others.nodes];
  return (
    <OperatorView
      title={words.wall.title}
      aside={<ExplorerLink view={words.wall.title} query={PageHealthWallDocument} />}
    >
      <QueryFailure error={error} />
      {data === undefined && fetching && <p role="status">{loading}</p>}
      <ul className={classes.wall}>
        {worstFirst(readFragment(PageProviderHealthFragmentDoc, listed)).map((provider) => (
          <ProviderTile key={provider.id} provider={provider} />
        ))}
      </ul>
    </OperatorView>
  );
}

function ProviderTile({ provider: { id, name, health } }: { provider: PageProviderHealthFragment }) {
  const { texts, language } = useSpeech();
  const words = texts.operator.wall;
  const rate = health.errorRate24h.toLocaleString(language, { style: 'percent', maximumFractionDigits: 1 });
  const states = [
    [health.healthy, texts.healthStates.HEALTHY],
    [health.degraded, texts.healthStates.DEGRADED],
    [health.down, texts.healthStates.DOWN],
    [health.unknown, texts.healthStates.UNKNOWN],
  ] as const;
  return (
    <Card withBorder component="li" data-provider={id}>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <ProviderIcon id={id} name={name} />
            <Title order={2} size="h5" className={classes.wrap}>
              {name}
            </Title>
          </Group>
          <HealthBadge state={health.state} />
        </Group>
        {health.integrations === 0 ? (
          <Text size="sm">{words.noAccount}</Text>
        ) : (
          <>
            <Text size="sm">
              <Anchor component={Link} href={`/operator/integrations?provider=${id}`}>
                {words.accounts(health.integrations)}
              </Anchor>
              : {states.flatMap(([amount, label]) => (amount === 0 ? [] : [`${amount} ${label}`])).join(', ')}
            </Text>
            <Text size="sm" c="dimmed">
              {words.calls(health.calls24h)}
              {health.calls24h > 0 && `, ${words.failed(rate)}`}
            </Text>
          </>
        )}
      </Stack>
    </Card>
  );
}

const URGENCY: Record<HealthState, number> = { DOWN: 0, DEGRADED: 1, HEALTHY: 2, UNKNOWN: 3 };

function worstFirst(providers: readonly PageProviderHealthFragment[]): PageProviderHealthFragment[] {
  const urgency = ({ health }: PageProviderHealthFragment): number =>
    health.integrations === 0 ? 4 : URGENCY[health.state];
  return providers.toSorted((one, other) => urgency(one) - urgency(other));
}
