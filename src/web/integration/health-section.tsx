import { Text } from '@mantine/core';
import { useQuery } from 'urql';
import {
  PageCallStretchFragmentDoc,
  PageHealthFragmentDoc,
  PageIntegrationHealthDocument,
  type PageIntegrationHealthQuery,
} from '../gql/graphql.js';
import { readFragment } from '../gql/fragment-masking.js';
import { shareWords, durationWords } from '../parts/figures.js';
import { HealthBadge } from '../parts/health-badge.js';
import { Moment } from '../parts/moment.js';
import { useNow } from '../parts/use-now.js';
import { useSpeech, useTexts } from '../texts/texts.js';
import { Fact, FactList } from '../parts/fact-list.js';
import { CallsChart, ErrorRateChart, StatesChart } from './health-chart.js';
import { HealthHistory } from './health-history.js';
import { QuotaGauge } from './quota-gauge.js';
import { Section } from './section.js';
import { stateSpans } from './state-spans.js';
import { useReread } from './use-reread.js';

const STRETCH_MS = 15 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
const WEEK_MS = 7 * DAY_MS;
/** What is shown of an account that has just been connected. */
const SHORTEST_MS = 60_000;

type Shown = NonNullable<PageIntegrationHealthQuery['integration']>;

/** How the calls of an account go and went, and how many the provider takes. */
export function HealthSection({ id, news }: { id: string; news: string }) {
  const { integration: words } = useTexts();
  const [answer, read] = useQuery({ query: PageIntegrationHealthDocument, variables: { id } });
  useReread(news, read);
  const integration = answer.data?.integration ?? null;
  return (
    <>
      <Section title={words.sections.health} query={PageIntegrationHealthDocument} variables={{ id }} answer={answer}>
        {integration !== null && (
          <>
            <HealthFigures integration={integration} />
            <QuotaGauge quota={integration.quota} />
            <HealthCharts integration={integration} />
          </>
        )}
      </Section>
      <HealthHistory id={id} />
    </>
  );
}

function HealthFigures({ integration: { health } }: { integration: Shown }) {
  const { texts, language } = useSpeech();
  const { integration: words } = texts;
  const { state, reason } = readFragment(PageHealthFragmentDoc, health);
  return (
    <>
      <Text>{reason}</Text>
      <FactList>
        <Fact name={texts.integrations.health}>
          <HealthBadge state={state} />
        </Fact>
        <Fact name={words.since}>
          <Moment at={health.changedAt} />
        </Fact>
        <Fact name={words.errorRate}>{shareWords(language, health.errorRate24h)}</Fact>
        <Fact name={words.calls24h}>{words.failedOf(health.failures24h, health.calls24h)}</Fact>
        <Fact name={words.latency}>
          {health.p95LatencyMs === null ? words.notKnown : durationWords(language, health.p95LatencyMs)}
        </Fact>
        <Fact name={words.lastFailure}>
          {health.lastFailureAt === null ? words.never : <Moment at={health.lastFailureAt} />}
        </Fact>
      </FactList>
    </>
  );
}

function HealthCharts({ integration }: { integration: Shown }) {
  const { texts, language } = useSpeech();
  const { integration: words } = texts;
  const now = useNow(60_000);
  const { createdAt, health, healthHistory } = integration;
  const { state } = readFragment(PageHealthFragmentDoc, health);
  const stretches = readFragment(PageCallStretchFragmentDoc, integration.callStretches).map((stretch) => {
    return { ...stretch, startsAt: Date.parse(stretch.startsAt) };
  });
  const worst = Math.max(0, ...stretches.map(({ calls, failures }) => failures / calls));
  const day = { from: now - DAY_MS, to: now };
  const connectedAt = Math.min(Date.parse(createdAt), now - SHORTEST_MS);
  const week = { from: Math.max(connectedAt, now - WEEK_MS), to: now };
  const spans = stateSpans(healthHistory.nodes, state, week.from, week.to);
  return (
    <>
      <CallsChart
        {...day}
        title={words.callsChart(health.calls24h, health.failures24h)}
        stretches={stretches}
        stretchMs={STRETCH_MS}
      />
      <ErrorRateChart
        {...day}
        title={words.errorRateChart(shareWords(language, worst))}
        stretches={stretches}
        stretchMs={STRETCH_MS}
      />
      <StatesChart {...week} title={words.statesChart(spans.length - 1)} spans={spans} />
    </>
  );
}
