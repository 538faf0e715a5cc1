import { getOperationAST, type DocumentNode } from 'graphql';
import type { AnyCaller } from './caller.js';
import type { Tracing } from '../tracing/tracing.js';

/** Runs an operation that may run; of a subscription, its beginning. */
export type AroundOperation = <Result>(
  operation: { document: DocumentNode; operationName?: string | null; caller: AnyCaller },
  run: () => Promise<Result>,
) => Promise<Result>;

export const justRun: AroundOperation = (_operation, run) => run();

/** A span for each operation, below that of whoever sent it where they say which. */
export function tracedOperations(tracing: Tracing): AroundOperation {
  return ({ document, operationName, caller }, run) => {
    const operation = getOperationAST(document, operationName);
    const name = operation?.name?.value ?? 'unnamed';
    const type = operation?.operation ?? null;
    const attributes = { 'graphql.operation.name': name, 'graphql.operation.type': type };
    return tracing.span(`graphql ${name}`, attributes, run, caller.known ? caller.traceparent : null);
  };
}
