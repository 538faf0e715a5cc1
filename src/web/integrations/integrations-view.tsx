import { Anchor, Stack, Text } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { PageIntegrationsDocument } from '../gql/graphql.js';
import { ExplorerLink } from '../parts/explorer-link.js';
import { QueryFailure } from '../parts/query-failure.js';
import { View } from '../parts/view.js';
import { useTexts } from '../texts/texts.js';
import { IntegrationsPage, PAGE_SIZE } from './integrations-page.js';
import classes from './integrations.module.css';

const FIRST_PAGE = { first: PAGE_SIZE, after: null, filter: null };
/** Those that only their owner can mend stand before all others, wherever in the list they are. */
const NEEDING = { first: 50, after: null, filter: { state: 'REAUTHORIZATION_REQUIRED' } } as const;

/** All linked accounts, those that need their owner first. */
export function IntegrationsView() {
  const texts = useTexts();
  const [pages, setPages] = useState<(string | null)[]>([null]);
  const [{ data, error, fetching }] = useQuery({ query: PageIntegrationsDocument, variables: FIRST_PAGE });
  const showMore = useCallback((after: string) => setPages((shown) => [...new Set([...shown, after])]), []);
  const isEmpty = data?.integrations.nodes.length === 0;
  return (
    <View
      title={texts.integrations.title}
      aside={<ExplorerLink view={texts.integrations.title} query={PageIntegrationsDocument} variables={FIRST_PAGE} />}
    >
      <Stack>
        <QueryFailure error={error} />
        {data === undefined && fetching && <p role="status">{texts.loading}</p>}
        {isEmpty && <NothingYet />}
        <div className={classes.list}>
          <IntegrationsPage variables={NEEDING} />
          {pages.map((after, index) => (
            <IntegrationsPage
              key={after}
              variables={{ ...FIRST_PAGE, after }}
              onShowMore={index === pages.length - 1 ? showMore : undefined}
            />
          ))}
        </div>
      </Stack>
    </View>
  );
}

function NothingYet() {
  const { integrations: words } = useTexts();
  return (
    <Text>
      {words.none}{' '}
      <Anchor component={Link} href="/connect">
        {words.connectFirst}
      </Anchor>
    </Text>
  );
}
