import type { calendar_v3 } from '@googleapis/calendar';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { ProviderEndpoints } from '../../src/providers/provider.js';
import { Authorization, type Answer } from './google-calendar/authorization.js';
import { CalendarListStore, type ListEntry } from './google-calendar/calendar-list-store.js';
import { CalendarStore } from './google-calendar/calendar-store.js';
import { Channels } from './google-calendar/channels.js';
import { answerWrite, type EventWrite } from './google-calendar/event-writes.js';
import { breakAnswer, errorBody, Faults, type Fault, type FaultOptions } from './google-calendar/faults.js';
import { TokenExpired } from './google-calendar/list-tokens.js';

export type { Channel, Notification } from './google-calendar/channels.js';
export type { Fault, FaultOptions } from './google-calendar/faults.js';

export interface GoogleCalendarServerOptions {
  /** Events in the account's own calendar; their ids are `event00001`, `event00002`, … */
  events: number;
  /** The account's address, which is also its own calendar's id. */
  account?: string;
  clientId?: string;
  clientSecret?: string;
}

/** A listing that waits at the server's door. */
export interface HeldCall {
  /** Resolves when the call has come in. */
  arrived: Promise<void>;
  release(): void;
}

type Event = calendar_v3.Schema$Event;

/**
 * A small Google Calendar that follows Google's documentation where the emulator does not: sync
 * tokens and their end (410), refused tokens (401), deleted events, pages of up to 2,500, notification channels,
 * and broken answers.
 * @see https://developers.google.com/workspace/calendar/api/v3/reference
 */
export class GoogleCalendarServer implements AsyncDisposable {
  readonly account: string;
  readonly authorization: Authorization;
  /** Who is told of changes; each change of an event sends a message at once. */
  readonly channels = new Channels();
  /** Query of every call that listed events, oldest first. */
  readonly lists: URLSearchParams[] = [];
  /** Every call that was to change a calendar, oldest first. */
  readonly writes: EventWrite[] = [];
  /** Query of every call that listed calendars, oldest first. */
  readonly calendarLists: URLSearchParams[] = [];
  /** Headers of every answer of the API, such as a rate limit's. */
  answerHeaders: Record<string, string> = {};
  private readonly calendars = new Map<string, CalendarStore>();
  private readonly calendarList = new CalendarListStore();
  private readonly faults = new Faults();
  private readonly server = createServer((request, response) => void this.answer(request, response));
  private held: { countdown: number; arrive: () => void; released: Promise<void> } | null = null;

  constructor(options: GoogleCalendarServerOptions) {
    this.account = options.account ?? 'ada@example.com';
    this.authorization = new Authorization(options.clientId ?? 'test-client', options.clientSecret ?? 'test-secret');
    this.addCalendar(this.account, options.events);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get endpoints(): ProviderEndpoints {
    return {
      authorizationUrl: `${this.url}/o/oauth2/v2/auth`,
      tokenUrl: `${this.url}/token`,
      revocationUrl: `${this.url}/revoke`,
      apiUrl: `${this.url}/`,
    };
  }

  /** How often events were listed: one call a page. */
  get listCalls(): number {
    return this.lists.length;
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  close(): Promise<void> {
    this.channels.close();
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  addCalendar(calendarId: string, events = 0): void {
    const calendar = new CalendarStore();
    for (let number = 1; number <= events; number += 1) calendar.put(generatedEvent(number));
    this.calendars.set(calendarId, calendar);
    const primary = calendarId === this.account;
    this.putCalendar({ id: calendarId, summary: calendarId, accessRole: 'owner', ...(primary && { primary }) });
  }

  /** Replaces what the account's list says of a calendar; one without events where it is new. */
  putCalendar(entry: ListEntry): void {
    if (!this.calendars.has(entry.id)) this.calendars.set(entry.id, new CalendarStore());
    this.calendarList.put(entry);
  }

  removeCalendar(calendarId: string): void {
    this.calendars.delete(calendarId);
    this.calendarList.delete(calendarId);
    this.channels.notify(calendarId, 'not_exists');
  }

  /** Ids of the events in a calendar that are not deleted. */
  eventIds(calendarId = this.account): string[] {
    return this.calendarOf(calendarId).ids;
  }

  /** Creates the event, or replaces the one that has its id. */
  putEvent(event: Event & { id: string }, calendarId = this.account): void {
    this.calendarOf(calendarId).put(event);
    this.channels.notify(calendarId);
  }

  updateEvent(id: string, change: Event, calendarId = this.account): void {
    const { updated: _, ...present } = this.calendarOf(calendarId).find(id) ?? { id };
    this.putEvent({ ...present, ...change, id }, calendarId);
  }

  deleteEvent(id: string, calendarId = this.account): void {
    this.calendarOf(calendarId).delete(id);
    this.channels.notify(calendarId);
  }

  /** Sync and page tokens given out so far are answered with 410. */
  expireSyncTokens(): void {
    for (const list of [this.calendarList, ...this.calendars.values()]) list.tokens.expire();
  }

  breakWith(mode: Fault, options: FaultOptions = {}): void {
    this.faults.set(mode, options);
  }

  mend(): void {
    this.faults.clear();
  }

  /** Holds the nth listing from now, and those after it, until released. */
  hold(nth = 1): HeldCall {
    const arrived = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    this.held = { countdown: nth, arrive: arrived.resolve, released: released.promise };
    return {
      arrived: arrived.promise,
      release: () => {
        this.held = null;
        released.resolve();
      },
    };
  }

  private calendarOf(calendarId: string): CalendarStore {
    const calendar = this.calendars.get(calendarId);
    if (!calendar) throw new Error(`no calendar ${calendarId}`);
    return calendar;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    if (url.pathname.startsWith('/calendar/v3/')) return this.answerApi(request, response, url);
    const form = new URLSearchParams(await text(request));
    if (url.pathname === '/token') {
      const fault = this.faults.strike('token');
      if (fault && breakAnswer(fault, response, {}, null)) return;
      return send(response, this.authorization.token(form));
    }
    if (url.pathname === '/revoke') return send(response, this.authorization.revoke(form));
    if (url.pathname === '/o/oauth2/v2/auth') return send(response, this.authorization.authorize(url.searchParams));
    send(response, { status: 404, body: errorBody(404, 'notFound') });
  }

  private async answerApi(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    for (const [name, value] of Object.entries(this.answerHeaders)) response.setHeader(name, value);
    if (!this.authorization.accepts(request.headers.authorization)) {
      return send(response, { status: 401, body: errorBody(401, 'authError') });
    }
    if (/\/(watch|channels\/stop)$/.test(url.pathname)) {
      return send(response, this.changeChannels(url.pathname, await text(request)));
    }
    const [, encodedId, eventId] =
      /^\/calendar\/v3\/calendars\/([^/]+)\/events(?:\/([^/]+))?$/.exec(url.pathname) ?? [];
    if (encodedId && request.method !== 'GET') {
      return this.answerWrite(request, response, decodeURIComponent(encodedId), { eventId: eventId ?? null, url });
    }
    if (encodedId && !eventId) return this.answerEvents(response, decodeURIComponent(encodedId), url.searchParams);
    const answer = this.answerCalendars(url);
    const fault = this.faults.strike('calendars');
    if (fault && breakAnswer(fault, response, answer.body ?? {}, url.searchParams.get('pageToken'))) return;
    send(response, answer);
  }

  private changeChannels(path: string, body: string): Answer {
    if (path === '/calendar/v3/channels/stop') return this.channels.stop(JSON.parse(body));
    const [, encodedId] = /^\/calendar\/v3\/calendars\/([^/]+)\/events\/watch$/.exec(path) ?? [];
    const calendarId = encodedId === undefined ? '' : decodeURIComponent(encodedId);
    if (!this.calendars.has(calendarId)) return { status: 404, body: errorBody(404, 'notFound') };
    return this.channels.watch(calendarId, JSON.parse(body));
  }

  private answerCalendars({ pathname, searchParams: query }: URL): Answer {
    if (!pathname.endsWith('/calendarList')) return { status: 404, body: errorBody(404, 'notFound') };
    this.calendarLists.push(query);
    const isMixed = query.has('syncToken') && (query.has('minAccessRole') || query.get('showHidden') === 'false');
    if (isMixed) return { status: 400, body: errorBody(400, 'badRequest') };
    return answerList(() => this.calendarList.list(query));
  }

  private async answerEvents(response: ServerResponse, calendarId: string, query: URLSearchParams): Promise<void> {
    this.lists.push(query);
    await this.waitIfHeld();
    const answer = this.listEvents(calendarId, query);
    const fault = this.faults.strike('events');
    if (fault && breakAnswer(fault, response, answer.body as calendar_v3.Schema$Events, query.get('pageToken'))) return;
    send(response, answer);
  }

  private async answerWrite(
    request: IncomingMessage,
    response: ServerResponse,
    calendarId: string,
    { eventId, url }: { eventId: string | null; url: URL },
  ): Promise<void> {
    const body = await text(request);
    const event = body === '' ? null : (JSON.parse(body) as Event);
    const write = { method: request.method ?? '', eventId, query: url.searchParams, event };
    this.writes.push(write);
    const id = calendarId === 'primary' ? this.account : calendarId;
    const calendar = this.calendars.get(id);
    const answer = calendar ? answerWrite(calendar, write) : { status: 404, body: errorBody(404, 'notFound') };
    if (answer.status < 300) this.channels.notify(id);
    const fault = this.faults.strike('writes');
    if (fault && breakAnswer(fault, response, answer.body ?? {}, null)) return;
    send(response, answer);
  }

  private async waitIfHeld(): Promise<void> {
    if (!this.held) return;
    this.held.countdown -= 1;
    if (this.held.countdown > 0) return;
    this.held.arrive();
    await this.held.released;
  }

  private listEvents(calendarId: string, query: URLSearchParams): Answer {
    const calendar = this.calendars.get(calendarId === 'primary' ? this.account : calendarId);
    if (!calendar) return { status: 404, body: errorBody(404, 'notFound') };
    if (query.has('syncToken') && ['updatedMin', 'timeMin', 'q', 'orderBy'].some((name) => query.has(name))) {
      return { status: 400, body: errorBody(400, 'badRequest') };
    }
    return answerList(() => calendar.list(listQuery(query)));
  }
}

/** Starts the server on a free port; whoever started it closes it. */
export async function startGoogleCalendarServer(options: GoogleCalendarServerOptions): Promise<GoogleCalendarServer> {
  const server = new GoogleCalendarServer(options);
  await server.listen();
  return server;
}

function answerList(list: () => object): Answer {
  try {
    return { status: 200, body: list() };
  } catch (error) {
    if (error instanceof TokenExpired) return { status: 410, body: errorBody(410, 'fullSyncRequired') };
    throw error;
  }
}

function listQuery(query: URLSearchParams) {
  return {
    syncToken: query.get('syncToken'),
    pageToken: query.get('pageToken'),
    updatedMin: query.get('updatedMin'),
    showDeleted: query.get('showDeleted') === 'true',
    maxResults: Math.min(Number(query.get('maxResults') ?? 250), 2500),
    timeMin: query.has('timeMin') ? Date.parse(query.get('timeMin') ?? '') : null,
    timeMax: query.has('timeMax') ? Date.parse(query.get('timeMax') ?? '') : null,
  };
}

function generatedEvent(number: number): Event & { id: string } {
  const start = Date.UTC(2026, 0, 5, 9) + number * 3_600_000;
  return {
    id: `event${String(number).padStart(5, '0')}`,
    summary: `Meeting ${number}`,
    start: { dateTime: new Date(start).toISOString(), timeZone: 'UTC' },
    end: { dateTime: new Date(start + 1_800_000).toISOString(), timeZone: 'UTC' },
    updated: '2026-01-02T03:04:05.000Z',
  };
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
