import { Anchor, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import {
  PageRunDetailsDocument,
  PageRunFactsFragmentDoc,
  PageRunFragmentDoc,
  type PageRunDetailsQuery,
} from '../gql/graphql.js';
import { readFragment } from '../gql/fragment-masking.js';
import { progressWords, runWords } from '../integrations/run-words.js';
import { durationWords } from '../parts/figures.js';
import { Moment } from '../parts/moment.js';
import { ProblemNote } from '../parts/problem-note.js';
import { QueryFailure } from '../parts/query-failure.js';
import { StatusBadge } from '../parts/status-badge.js';
import { useViewer } from '../session/use-session.js';
import { useSpeech, useTexts } from '../texts/texts.js';
import { CallTable } from './call-table.js';
import { Fact, FactList } from '../parts/fact-list.js';
import { runAddress } from './sections.js';
import { useReread } from './use-reread.js';

/** Calls of a run that are shown. */
export const CALLS_OF_RUN = 20;

type Node = NonNullable<PageRunDetailsQuery['node']>;
type Details = Extract<Node, { apiCallLog: unknown }>;

/** What caused a run, what it did, the calls that it made, and the alerts that came of it. */
export function RunDetails({ integrationId, runId }: { integrationId: string; runId: string }) {
  const { loading, integration: words } = useTexts();
  const variables = { id: runId, calls: CALLS_OF_RUN };
  const [{ data, error, fetching }, read] = useQuery({ query: PageRunDetailsDocument, variables });
  const details = data?.node && 'apiCallLog' in data.node ? data.node : null;
  useReread(readFragment(PageRunFragmentDoc, details)?.state ?? '', read);
  return (
    <Stack gap="sm" data-run={runId}>
      <QueryFailure error={error} />
      {data === undefined && fetching && <p role="status">{loading}</p>}
      {data !== undefined && details === null && <Text size="sm">{words.runGone}</Text>}
      {details !== null && (
        <>
          <RunFacts details={details} />
          <Cause details={details} />
          <Effects details={details} />
          <Anchor component={Link} href={runAddress(integrationId, runId)} size="sm">
            {words.linkToRun}
          </Anchor>
        </>
      )}
    </Stack>
  );
}

function RunFacts({ details }: { details: Details }) {
  const { texts, language } = useSpeech();
  const { integration: words } = texts;
  const run = readFragment(PageRunFragmentDoc, details);
  const facts = readFragment(PageRunFactsFragmentDoc, details);
  return (
    <>
      <FactList>
        <Fact name={words.model}>{texts.model(run.model)}</Fact>
        <Fact name={words.kind}>{words.kinds[facts.kind]}</Fact>
        <Fact name={words.state}>
          <StatusBadge {...runWords(run.state, texts)} />
        </Fact>
        <Fact name={words.began}>
          <Moment at={facts.startedAt ?? run.queuedAt} />
        </Fact>
        <Fact name={words.took}>
          {facts.durationMs === null ? words.notKnown : durationWords(language, facts.durationMs)}
        </Fact>
        <Fact name={words.done}>{progressWords(run, texts)}</Fact>
        <Fact name={words.sections.calls}>{facts.apiCalls.toLocaleString(language)}</Fact>
        <Fact name={words.retries}>{facts.retries.toLocaleString(language)}</Fact>
      </FactList>
      {run.problem !== null && <ProblemNote problem={run.problem} />}
    </>
  );
}

/** What the run came of: somebody, a schedule, or what the provider told. */
function Cause({ details }: { details: Details }) {
  const { integration: words } = useTexts();
  const { trigger, triggeredBy } = readFragment(PageRunFactsFragmentDoc, details);
  return (
    <Part title={words.cause}>
      <Text size="sm">
        {words.triggers[trigger]} {triggeredBy !== null && words.triggeredBy(triggeredBy)}
      </Text>
      {details.webhookEvents.map(({ id, type, receivedAt }) => (
        <Text size="sm" key={id}>
          {words.webhookEvent} <code>{type}</code>, <Moment at={receivedAt} />
        </Text>
      ))}
    </Part>
  );
}

function Effects({ details }: { details: Details }) {
  const { integration: words } = useTexts();
  const { role } = useViewer();
  return (
    <>
      <Part title={words.callsOfRun}>
        <CallTable caption={words.callsOfRunCaption(CALLS_OF_RUN)} calls={details.apiCallLog.nodes} />
      </Part>
      {role !== 'USER' && (
        <Part title={words.alerts}>
          {details.alerts.length === 0 && <Text size="sm">{words.noAlerts}</Text>}
          {details.alerts.map(({ id, title, message, firedAt }) => (
            <Text size="sm" key={id}>
              <strong>{title}</strong> {message} <Moment at={firedAt} />
            </Text>
          ))}
        </Part>
      )}
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <Title order={3} size="h6">
        {title}
      </Title>
      {children}
    </div>
  );
}
