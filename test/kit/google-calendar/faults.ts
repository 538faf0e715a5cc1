import type { calendar_v3 } from '@googleapis/calendar';
import type { ServerResponse } from 'node:http';

/** How an answer can be broken. */
export type Fault =
  | 'html'
  | 'truncated'
  | 'event-without-id'
  | 'repeated-page-token'
  | 'rate-limited'
  | 'forbidden'
  | 'unauthorized'
  | 'unavailable'
  | 'hang-up';

export interface FaultOptions {
  /** How many answers are broken before all is well again; all where left out. */
  times?: number;
  /** Which calls; listing events where left out. */
  on?: 'events' | 'calendars' | 'token' | 'writes';
  /** `Retry-After` of *rate-limited* and *unavailable*: seconds, or an HTTP date. */
  retryAfter?: string;
}

/** The faults that are set, counted down as they strike. */
export class Faults {
  private fault: { mode: Fault; left: number; on: string; retryAfter: string } | null = null;

  set(mode: Fault, { times = Infinity, on = 'events', retryAfter = '1' }: FaultOptions): void {
    this.fault = { mode, left: times, on, retryAfter };
  }

  clear(): void {
    this.fault = null;
  }

  /** The fault that strikes this call, or null. */
  strike(on: string): { mode: Fault; retryAfter: string } | null {
    const fault = this.fault;
    if (fault === null || fault.on !== on || fault.left <= 0) return null;
    fault.left -= 1;
    return fault;
  }
}

/** Breaks the answer that would have been given; true where it has answered itself. */
export function breakAnswer(
  { mode, retryAfter }: { mode: Fault; retryAfter: string },
  response: ServerResponse,
  body: calendar_v3.Schema$Events,
  pageToken: string | null,
): boolean {
  const fail = (status: number, reason: string): void => {
    response.writeHead(status, { 'content-type': 'application/json', 'retry-after': retryAfter });
    response.end(JSON.stringify(errorBody(status, reason)));
  };
  const faults: Record<Fault, () => unknown> = {
    html: () => response.setHeader('content-type', 'text/html').end('<!doctype html><title>Sorry…</title>'),
    truncated: () => response.setHeader('content-type', 'application/json').end(truncated(body)),
    'event-without-id': () =>
      void (body.items = [{ ...body.items?.[0], id: undefined }, ...(body.items?.slice(1) ?? [])]),
    'repeated-page-token': () => repeatPageToken(body, pageToken),
    'rate-limited': () => fail(429, 'rateLimitExceeded'),
    forbidden: () => fail(403, 'forbidden'),
    unauthorized: () => fail(401, 'authError'),
    unavailable: () => fail(503, 'backendError'),
    'hang-up': () => response.destroy(),
  };
  faults[mode]();
  return response.writableEnded || response.destroyed;
}

/** @see https://developers.google.com/workspace/calendar/api/guides/errors */
export function errorBody(code: number, reason: string): object {
  return { error: { errors: [{ domain: 'global', reason, message: reason }], code, message: reason } };
}

function truncated(body: object): string {
  const text = JSON.stringify(body);
  return text.slice(0, Math.floor(text.length / 2));
}

function repeatPageToken(body: calendar_v3.Schema$Events, pageToken: string | null): void {
  body.nextPageToken = pageToken ?? body.nextPageToken ?? 'page-1-0-0';
  delete body.nextSyncToken;
}
