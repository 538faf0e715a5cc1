import { Progress, Text } from '@mantine/core';
import { PageQuotaFragmentDoc } from '../gql/graphql.js';
import { readFragment, type FragmentType } from '../gql/fragment-masking.js';
import { Moment } from '../parts/moment.js';
import { useTexts } from '../texts/texts.js';

/** How many calls the provider still takes, as it last said. */
export function QuotaGauge({ quota: masked }: { quota: FragmentType<typeof PageQuotaFragmentDoc> }) {
  const { integration: words } = useTexts();
  const { limit, remaining, resetsAt, queuedCalls } = readFragment(PageQuotaFragmentDoc, masked);
  return (
    <div>
      {limit === null || remaining === null ? (
        <Text size="sm">{words.quotaNotTold}</Text>
      ) : (
        <>
          <Text size="sm">
            {words.quotaLeft(remaining, limit)}
            {resetsAt !== null && (
              <>
                {' '}
                {words.quotaRenewed} <Moment at={resetsAt} />.
              </>
            )}
          </Text>
          <Progress
            value={limit === 0 ? 0 : (100 * remaining) / limit}
            color={remaining * 10 < limit ? 'red' : 'blue'}
            aria-label={words.quota}
          />
        </>
      )}
      {queuedCalls > 0 && <Text size="sm">{words.quotaQueued(queuedCalls)}</Text>}
    </div>
  );
}
