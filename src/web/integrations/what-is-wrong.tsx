import { PageHealthFragmentDoc, type PageIntegrationCardFragment } from '../gql/graphql.js';
import { readFragment } from '../gql/fragment-masking.js';
import { Note, ProblemNote } from '../parts/problem-note.js';
import { useTexts } from '../texts/texts.js';
import type { Standing } from './standing.js';

interface Props {
  integration: PageIntegrationCardFragment;
  standing: Standing;
}

/** What is wrong, in words: with the account, its permissions or its calls. What is wrong with a sync stands there. */
export function WhatIsWrong({ integration, standing }: Props) {
  const { integrations: words } = useTexts();
  const { connectionStatus, provider } = integration;
  const health = readFragment(PageHealthFragmentDoc, integration.health);
  const isFailing = health.state === 'DEGRADED' || health.state === 'DOWN';
  return (
    <>
      {connectionStatus.problem !== null && <ProblemNote problem={connectionStatus.problem} />}
      {connectionStatus.state === 'CONNECTED' && connectionStatus.missingScopes.length > 0 && (
        <Note>{words.missingScopes(provider.name, connectionStatus.missingScopes.join(', '))}</Note>
      )}
      {isFailing && standing.status !== 'disconnected' && <Note>{health.reason}</Note>}
    </>
  );
}
