import type { HubError } from '../errors/hub-error.js';

/** Somebody who proved who they are. */
export interface KnownCaller<Context> {
  known: true;
  /** When the proof expires, epoch milliseconds; null where it does not. Streams end then. */
  expiresAt: number | null;
  /** W3C `traceparent` of the request: nobody else has their trace continued. */
  traceparent: string | null;
  /** A fresh context for an operation. */
  createContext(): Context;
  /** The context of an event of a subscription: nothing in it is older than the event. */
  eventContext(): Context;
}

/** Nobody, or somebody who said wrongly who they are. */
export interface UnknownCaller {
  known: false;
  refusal: HubError;
  /** Sent no proof at all, rather than a wrong one. */
  isAnonymous: boolean;
}

export type Caller<Context> = KnownCaller<Context> | UnknownCaller;

/** A caller of unknown context: transports hand it on and never look inside. */
export type AnyCaller = Caller<object>;

/** Header fields by name in lower case. */
export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** What a GraphQL operation carries through execution: the caller, and the context's own properties beside. */
export type Carried<Context> = { caller: Caller<Context> } & Partial<Context>;

export function carry<Context extends object>(caller: Caller<Context>): Carried<Context> {
  return caller.known ? { caller, ...caller.createContext() } : ({ caller } as Carried<Context>);
}
