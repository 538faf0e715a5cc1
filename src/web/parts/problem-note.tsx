import { Paper, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { PageProblemFragmentDoc } from '../gql/graphql.js';
import { readFragment, type FragmentType } from '../gql/fragment-masking.js';
import { useTexts } from '../texts/texts.js';
import { Moment } from './moment.js';
import classes from './problem-note.module.css';

interface Props {
  problem: FragmentType<typeof PageProblemFragmentDoc>;
  /** The button that mends it. */
  children?: ReactNode;
}

/** What went wrong, and when the hub itself tries again. The code is for whoever searches the log. */
export function ProblemNote({ problem: masked, children }: Props) {
  const problem = readFragment(PageProblemFragmentDoc, masked);
  return (
    <Note title={problem.code} action={children}>
      {problem.message}
      {problem.retryAt !== null && <RetryWords at={problem.retryAt} />}
    </Note>
  );
}

/** Something that a person should know or do, with the button for it. */
export function Note({ title, children, action }: { title?: string; children: ReactNode; action?: ReactNode }) {
  return (
    <Paper withBorder p="xs" title={title} className={classes.note}>
      <Text size="sm">{children}</Text>
      {action}
    </Paper>
  );
}

function RetryWords({ at }: { at: string }) {
  const { problem } = useTexts();
  const [before = '', after = ''] = problem.retries('\u0000').split('\u0000');
  return (
    <>
      {' '}
      {before}
      <Moment at={at} />
      {after}
    </>
  );
}
