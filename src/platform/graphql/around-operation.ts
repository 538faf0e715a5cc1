import { getOperationAST, type DocumentNode } from 'graphql';
import type { Tracing } from '../tracing/tracing.js';

/** Runs an operation that may run; of a subscription, its beginning. */
export type AroundOperation = <Result>(
  operation: { document: DocumentNode; operationName?: string | null },
  run: () => Promise<Result>,
) => Promise<Result>;

export const justRun: AroundOperation = (_operation, run) => run();

/** A span for each operation. */
export function tracedOperations(tracing: Tracing): AroundOperation {
  return ({ document, operationName }, run) => {
    const operation = getOperationAST(document, operationName);
    const name = operation?.name?.value ?? 'unnamed';
    const type = operation?.operation ?? null;
    return tracing.span(`graphql ${name}`, { 'graphql.operation.name': name, 'graphql.operation.type': type }, run);
  };
}
