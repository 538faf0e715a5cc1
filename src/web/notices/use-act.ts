import { useCallback } from 'react';
import { Failure } from '../graphql/failure.js';
import { useTexts } from '../texts/texts.js';
import { useNotify } from './notices.js';

/**
 * Runs what a person asked for, and says how it went: the work's own words where it gives some, else
 * why it failed. Tells whether it was done.
 */
export function useAct(): (work: () => Promise<string | null>) => Promise<boolean> {
  const notify = useNotify();
  const sayFailure = useFailureWords();
  return useCallback(
    async (work) => {
      try {
        const said = await work();
        if (said !== null) notify('done', said);
        return true;
      } catch (error) {
        notify('failed', sayFailure(error));
        return false;
      }
    },
    [notify, sayFailure],
  );
}

/** A failure in words. @throws what is none: that is a fault of the page. */
export function useFailureWords(): (error: unknown) => string {
  const { failures } = useTexts();
  return useCallback(
    (error) => {
      if (!(error instanceof Failure)) throw error;
      return error.said ?? failures[error.kind];
    },
    [failures],
  );
}
