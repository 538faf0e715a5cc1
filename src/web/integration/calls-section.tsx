import { Switch } from '@mantine/core';
import { useQuery } from 'urql';
import { PageIntegrationCallsDocument } from '../gql/graphql.js';
import { Pager, usePages } from '../parts/pager.js';
import { useParameter } from '../parts/use-parameter.js';
import { useTexts } from '../texts/texts.js';
import { CallTable } from './call-table.js';
import { Section } from './section.js';
import { useReread } from './use-reread.js';

const PAGE_SIZE = 50;

/** What the hub asked the provider for the account. */
export function CallsSection({ id, news }: { id: string; news: string }) {
  const { integration: words } = useTexts();
  const [failed, setFailed] = useParameter('failed');
  const failedOnly = failed !== null;
  return (
    <>
      <Switch
        label={words.failedOnly}
        checked={failedOnly}
        onChange={({ currentTarget: { checked } }) => setFailed(checked ? '1' : null)}
      />
      <Calls key={String(failedOnly)} id={id} failedOnly={failedOnly} news={news} />
    </>
  );
}

function Calls({ id, failedOnly, news }: { id: string; failedOnly: boolean; news: string }) {
  const { integration: words } = useTexts();
  const pages = usePages();
  const variables = { id, first: PAGE_SIZE, after: pages.after, failedOnly };
  const [answer, read] = useQuery({ query: PageIntegrationCallsDocument, variables });
  useReread(news, read);
  const calls = answer.data?.integration?.apiCalls;
  return (
    <Section
      title={words.sections.calls}
      query={PageIntegrationCallsDocument}
      variables={variables}
      answer={answer}
      onRefresh={() => read({ requestPolicy: 'network-only' })}
    >
      {calls !== undefined && (
        <>
          <CallTable caption={words.callsCaption} calls={calls.nodes} />
          <Pager pages={pages} pageInfo={calls.pageInfo} of={words.sections.calls} />
        </>
      )}
    </Section>
  );
}
