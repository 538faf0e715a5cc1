import { fromJson, type JsonText } from '../platform/database/json-text.js';
import type { Problem } from '../platform/errors/problem.js';
import type { ProblemType } from '../platform/graphql/problem.type.js';

/** A stored problem as clients see it; `reconnectUrlFor` says where its owner mends it, null where reconnecting does not. */
export function problemView(
  stored: JsonText<Problem> | null,
  reconnectUrlFor: (problem: Problem) => string | null,
): ProblemType | null {
  const problem = fromJson(stored);
  return problem === null ? null : { ...problem, reconnectUrl: reconnectUrlFor(problem) };
}

/** Where the owner of an integration links it anew: the hub's page, at that integration. */
export function reconnectUrlOf(publicUrl: string, integrationId: string): string {
  return `${publicUrl}/?reconnect=${integrationId}`;
}
