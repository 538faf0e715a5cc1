import { Alert } from '@mantine/core';
import type { CombinedError } from 'urql';
import { failureOf } from '../graphql/failure.js';
import { useFailureWords } from '../notices/use-act.js';

/** Why what is shown could not be read, or not anew. */
export function QueryFailure({ error }: { error: CombinedError | undefined }) {
  const words = useFailureWords();
  return error === undefined ? null : <Alert variant="default">{words(failureOf(error))}</Alert>;
}
