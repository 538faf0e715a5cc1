import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import type { AroundOperation } from './around-operation.js';
import type { ErrorMask } from './error-masking.js';
import type { OperationGate } from './operation-gate.js';
import type { OperationObserver } from './operation-observer.js';

/** What Apollo, Yoga and graphql-ws share: they differ in how an operation travels and in nothing else. */
export interface TransportOptions {
  schema: GraphQLSchema;
  gate: OperationGate;
  mask: ErrorMask;
  maxTokens: number;
  observe: OperationObserver;
  around: AroundOperation;
}

/** A masked error as it is sent. */
export function formatError(mask: ErrorMask, error: unknown): GraphQLFormattedError {
  const masked = mask(error);
  const { http: _, ...extensions } = masked.extensions;
  return { ...masked.toJSON(), extensions };
}
