import type { PageProblemFragment } from '../gql/graphql.js';
import { Moment } from './moment.js';

/** What went wrong, and when the hub itself tries again. The code is for whoever searches the log. */
export function ProblemNote({ problem }: { problem: PageProblemFragment }) {
  return (
    <p className="problem" title={problem.code}>
      {problem.message}
      {problem.retryAt !== null && (
        <>
          {' '}
          The hub tries again <Moment at={problem.retryAt} />.
        </>
      )}
    </p>
  );
}
