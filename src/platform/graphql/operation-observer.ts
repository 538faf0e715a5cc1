import type { OperationTypeNode } from 'graphql';

export type Transport = 'http' | 'sse' | 'websocket';

/** Told of each operation when it has answered; of a subscription when it has begun. */
export type OperationObserver = (operation: {
  transport: Transport;
  type: OperationTypeNode | 'invalid';
  failed: boolean;
  durationMs: number;
}) => void;
