import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import {
  PageIntegrationWebhooksDocument,
  PageWebhookEventFragmentDoc,
  PageWebhookSubscriptionFragmentDoc,
  type PageWebhookEventFragment,
  type PageWebhookSubscriptionFragment,
  type WebhookEventState,
} from '../gql/graphql.js';
import { readFragment } from '../gql/fragment-masking.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { Moment } from '../parts/moment.js';
import { Pager, usePages } from '../parts/pager.js';
import { StatusBadge, type Tone } from '../parts/status-badge.js';
import { useSpeech, useTexts } from '../texts/texts.js';
import { Section } from './section.js';
import { useReread } from './use-reread.js';
import { WebhookEventDetails } from './webhook-event-details.js';

const PAGE_SIZE = 20;

const TONES: Record<WebhookEventState, Tone> = {
  RECEIVED: 'busy',
  PROCESSING: 'busy',
  COMPLETED: 'good',
  FAILED: 'warn',
  DEAD: 'bad',
  IGNORED: 'quiet',
};

/** What the provider told of the account, and what it was asked to tell of. */
export function WebhooksSection({ id, news }: { id: string; news: string }) {
  const { texts, language } = useSpeech();
  const { integration: words } = texts;
  const [replays, setReplays] = useState(0);
  const pages = usePages();
  const variables = { id, first: PAGE_SIZE, after: pages.after };
  const [answer, read] = useQuery({ query: PageIntegrationWebhooksDocument, variables });
  useReread(`${news} ${replays}`, read);
  const integration = answer.data?.integration ?? null;
  const columns: Column<PageWebhookEventFragment>[] = [
    { heading: words.received, cell: ({ receivedAt }) => <Moment at={receivedAt} /> },
    { heading: words.type, cell: ({ type }) => <code>{type}</code> },
    {
      heading: words.state,
      cell: ({ state }) => <StatusBadge label={words.eventStates[state]} tone={TONES[state]} />,
    },
    { heading: words.attempts, isNumber: true, cell: ({ attempts }) => attempts.toLocaleString(language) },
    { heading: words.deliveries, isNumber: true, cell: ({ deliveries }) => deliveries.toLocaleString(language) },
  ];
  return (
    <Section
      title={words.sections.webhooks}
      query={PageIntegrationWebhooksDocument}
      variables={variables}
      answer={answer}
      onRefresh={() => read({ requestPolicy: 'network-only' })}
    >
      {integration !== null && (
        <>
          <Subscriptions
            subscriptions={readFragment(PageWebhookSubscriptionFragmentDoc, integration.webhookSubscriptions)}
          />
          <DataTable
            caption={words.eventsCaption}
            columns={columns}
            rows={readFragment(PageWebhookEventFragmentDoc, integration.webhookEvents.nodes)}
            empty={words.eventsEmpty}
            details={(event) => (
              <WebhookEventDetails integrationId={id} event={event} onReplayed={() => setReplays(replays + 1)} />
            )}
          />
          <Pager pages={pages} pageInfo={integration.webhookEvents.pageInfo} of={words.sections.webhooks} />
        </>
      )}
    </Section>
  );
}

/** What the hub asked the provider to tell of; nothing where that is not asked for by API. */
function Subscriptions({ subscriptions }: { subscriptions: readonly PageWebhookSubscriptionFragment[] }) {
  const { integration: words } = useTexts();
  if (subscriptions.length === 0) return null;
  return (
    <Stack gap={4} component="ul" m={0} pl="md">
      {subscriptions.map(({ subject, state, expiresAt, lastEventAt, error }) => (
        <Text component="li" size="sm" key={`${subject} ${state}`}>
          {words.subscription(subject, words.subscriptionStates[state])}
          {lastEventAt !== null && (
            <>
              {' '}
              {words.lastEvent} <Moment at={lastEventAt} />.
            </>
          )}
          {expiresAt !== null && (
            <>
              {' '}
              {words.renewedBy} <Moment at={expiresAt} />.
            </>
          )}{' '}
          {error}
        </Text>
      ))}
    </Stack>
  );
}
