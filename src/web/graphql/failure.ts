import type { CombinedError } from 'urql';

/** What kept the page from doing something, where the hub itself did not say so in a sentence. */
export type FailureKind = 'unreachable' | 'busy' | 'trouble' | 'refused' | 'empty' | 'not-a-key' | 'cookies-off';

/** Something that did not work. `said` is the hub's own sentence, else `kind` says which of the page's to show. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly kind: FailureKind,
    readonly said: string | null = null,
    /** The part of the input that the hub did not take, where it named one. */
    readonly field: string | null = null,
  ) {
    super(said ?? kind);
  }
}

/** Whether the hub did not know who was asking: no session, or one that ended. */
export function isUnauthenticated(error: CombinedError | undefined): boolean {
  if (error === undefined) return false;
  return (
    httpStatusOf(error) === 401 || error.graphQLErrors.some(({ extensions }) => extensions.code === 'UNAUTHENTICATED')
  );
}

/** The hub's own sentence where it sent one, else what the network's failure means. */
export function failureOf(error: CombinedError): Failure {
  const [first] = error.graphQLErrors;
  return new Failure(kindOfStatus(httpStatusOf(error)), first?.message ?? null);
}

/** @param status of the hub's answer, or undefined where none came. */
export function kindOfStatus(status: number | undefined): FailureKind {
  if (status === undefined || status === 0) return 'unreachable';
  if (status === 429) return 'busy';
  return status >= 500 ? 'trouble' : 'refused';
}

function httpStatusOf(error: CombinedError): number | undefined {
  const response: unknown = error.response;
  return response instanceof Response ? response.status : undefined;
}
