import type { OperationDefinitionNode, OperationTypeNode } from 'graphql';
import type { AnyCaller } from './caller.js';

export type Transport = 'http' | 'sse' | 'websocket';

/** Told of each operation when it has answered; of a subscription when it has begun. */
export type OperationObserver = (operation: {
  transport: Transport;
  type: OperationTypeNode | 'invalid';
  /** As a caller who proved who they are named it; null where nobody did. */
  name: string | null;
  failed: boolean;
  durationMs: number;
}) => void;

/** Type and name of the operation that a document holds, as observers are told. */
export function describeOperation(
  operation: OperationDefinitionNode | null | undefined,
  caller: AnyCaller,
): Pick<Parameters<OperationObserver>[0], 'type' | 'name'> {
  return {
    type: operation?.operation ?? 'invalid',
    name: caller.known ? (operation?.name?.value ?? null) : null,
  };
}
