import type { HubError } from './hub-error.js';

/** What went wrong, as it is stored on an integration or a sync log. Times in epoch milliseconds. */
export interface Problem {
  code: string;
  message: string;
  retryable: boolean;
  retryAt: number | null;
  occurredAt: number;
}

/** Of a problem what another program needs. */
export type ToldProblem = Pick<Problem, 'code' | 'message' | 'retryable'>;

export function toldProblem({ code, message, retryable }: ToldProblem): ToldProblem {
  return { code, message, retryable };
}

/** The problem that an error leaves behind. */
export function problemOf(error: HubError, occurredAt: number): Problem {
  return {
    code: error.code,
    message: error.message,
    retryable: error.retryable,
    retryAt: error.retryAt ?? null,
    occurredAt,
  };
}
