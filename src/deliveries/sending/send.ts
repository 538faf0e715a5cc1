import type { Row } from '../../tables.js';
import type { OpenedEndpoint } from '../endpoint-secrets.js';

/** What is sent, and where to. */
export interface Message {
  to: OpenedEndpoint;
  event: Row<'outbound_event'>;
  now: number;
  /** Aborted when the hub stops. */
  signal: AbortSignal;
}

/** How a try went. */
export interface Sent {
  /** Null where it was taken; else what happened, in words that follow "The receiver". */
  problem: string | null;
  /** Of the answer; null where there was none. */
  statusCode: number | null;
  /** When the receiver wants to be tried again, epoch milliseconds. */
  retryAt: number | null;
  /** The receiver says that it is there no more. */
  isGone: boolean;
}

/** Sends one message. Never throws. */
export type Send = (message: Message) => Promise<Sent>;

/** The whole of a try. */
export const SEND_MS = 15_000;
