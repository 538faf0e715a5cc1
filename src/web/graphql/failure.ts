import type { CombinedError } from 'urql';

/** Something that did not work, in words for the person at the page. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

/** Whether the hub did not know who was asking: no session, or one that ended. */
export function isUnauthenticated(error: CombinedError | undefined): boolean {
  if (error === undefined) return false;
  return (
    httpStatusOf(error) === 401 || error.graphQLErrors.some(({ extensions }) => extensions.code === 'UNAUTHENTICATED')
  );
}

/** What to tell the person: the hub's own sentence where it sent one, else what the network's failure means. */
export function failureOf(error: CombinedError): Failure {
  const [first] = error.graphQLErrors;
  if (first !== undefined) return new Failure(first.message);
  return new Failure(wordsForStatus(httpStatusOf(error)));
}

/** @param status of the hub's answer, or undefined where none came. */
export function wordsForStatus(status: number | undefined): string {
  if (status === undefined || status === 0) {
    return 'The hub cannot be reached. Check that it runs and that you are online, then try again.';
  }
  if (status === 429) return 'The hub got too many requests from here. Wait a minute, then try again.';
  if (status >= 500) return 'The hub has trouble of its own and could not do this. Try again in a minute.';
  return 'The hub did not accept this request. Reload the page and try again.';
}

function httpStatusOf(error: CombinedError): number | undefined {
  const response: unknown = error.response;
  return response instanceof Response ? response.status : undefined;
}
