import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLErrorExtensions } from 'graphql';
import { errorDetailsOf } from '../errors/error-answer.js';
import { findHubError } from '../errors/hub-error.js';

export interface ErrorLog {
  error(details: object, message: string): void;
}

export interface ErrorMaskingOptions {
  log: ErrorLog;
  /** True where the names of the schema are nobody's business. */
  hideSuggestions: boolean;
}

export type ErrorMask = (error: unknown) => GraphQLError;

/**
 * What a client is told of an error, the same on every transport: a HubError in its own words, a
 * fault in the request in GraphQL's, and anything else as INTERNAL with an id that is in the log.
 */
export function createErrorMask({ log, hideSuggestions }: ErrorMaskingOptions): ErrorMask {
  const masked = new WeakSet<object>();
  const mask: ErrorMask = (error) => {
    const known = findHubError(originOf(error));
    if (known !== null) return rewrite(error, known.message, { ...errorDetailsOf(known) });
    const code = requestFaultOf(error);
    if (code === null) return maskBug(error, log);
    const message = (error as GraphQLError).message;
    return rewrite(error, hideSuggestions ? message.replace(/ ?Did you mean .+\?$/s, '') : message, { code });
  };
  return (error) => {
    // Yoga shows the same error twice.
    if (error instanceof GraphQLError && masked.has(error)) return error;
    const answer = mask(error);
    masked.add(answer);
    return answer;
  };
}

function maskBug(error: unknown, log: ErrorLog): GraphQLError {
  const id = randomUUID();
  log.error(
    { err: originOf(error), errorId: id, path: error instanceof GraphQLError ? error.path : undefined },
    'unexpected error',
  );
  return rewrite(error, `Something went wrong inside the hub. It is logged under ${id}.`, { code: 'INTERNAL', id });
}

/** The code of an error that GraphQL itself found in what the client sent; null where the error is of another kind. */
function requestFaultOf(error: unknown): string | null {
  if (!(error instanceof GraphQLError)) return null;
  // A scalar may refuse a value by an error of any kind.
  const origin = isFoundBeforeExecution(error) ? error : originOf(error);
  if (!(origin instanceof GraphQLError)) return null;
  const code = error.extensions.code ?? origin.extensions.code;
  if (typeof code === 'string') return code === 'INTERNAL_SERVER_ERROR' ? null : code;
  // Below a path only the coercion of arguments names nodes; a value that a scalar cannot serialise is our bug.
  return error.path === undefined || origin.nodes !== undefined ? 'BAD_USER_INPUT' : null;
}

/** By validation, or where variables are read: it points into the document, and at no place in an answer. */
function isFoundBeforeExecution({ path, nodes }: GraphQLError): boolean {
  return path === undefined && nodes !== undefined && nodes.length > 0;
}

function originOf(error: unknown): unknown {
  let origin = error;
  while (origin instanceof GraphQLError && origin.originalError) origin = origin.originalError;
  return origin;
}

function rewrite(error: unknown, message: string, extensions: GraphQLErrorExtensions): GraphQLError {
  if (!(error instanceof GraphQLError)) return new GraphQLError(message, { extensions });
  const { http } = error.extensions;
  return new GraphQLError(message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    path: error.path,
    extensions: http === undefined ? extensions : { ...extensions, http },
  });
}
