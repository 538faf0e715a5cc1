import type { calendar_v3 } from '@googleapis/calendar';
import { randomBytes } from 'node:crypto';
import type { Answer } from './authorization.js';
import type { CalendarStore } from './calendar-store.js';
import { errorBody } from './faults.js';

type Event = calendar_v3.Schema$Event;

/** A request that changes a calendar, as it came. */
export interface EventWrite {
  method: string;
  /** Null where an event is made. */
  eventId: string | null;
  query: URLSearchParams;
  /** Null where there is no body. */
  event: Event | null;
}

/** What Google answers to events that are made, changed (patch) and deleted. */
export function answerWrite(calendar: CalendarStore, { method, eventId, event }: EventWrite): Answer {
  if (eventId === null) return insert(calendar, event ?? {});
  const present = calendar.find(eventId);
  if (present === undefined) return calendar.has(eventId) ? refusal(410, 'deleted') : refusal(404, 'notFound');
  if (method === 'DELETE') {
    calendar.delete(eventId);
    return { status: 204 };
  }
  const { updated: _, ...kept } = present;
  return put(calendar, merge(kept, event ?? {}) as Event & { id: string });
}

function insert(calendar: CalendarStore, event: Event): Answer {
  const organizer = { email: 'ada@example.com', self: true };
  return put(calendar, { ...merge({ organizer }, event), id: randomBytes(13).toString('hex') });
}

function put(calendar: CalendarStore, event: Event & { id: string }): Answer {
  const [begins, ends] = [event.start, event.end].map((moment) => Date.parse(moment?.dateTime ?? moment?.date ?? ''));
  if (!(begins! < ends!)) return refusal(400, 'timeRangeEmpty');
  calendar.put(event);
  return { status: 200, body: calendar.find(event.id) };
}

/** Objects are merged, lists are replaced, null takes away. */
function merge(present: object, change: object): object {
  const merged = Object.entries({ ...present, ...change }).map(([name, value]) => {
    const before = (present as Record<string, unknown>)[name];
    return [name, isObject(value) ? merge(isObject(before) ? before : {}, value) : value] as const;
  });
  return Object.fromEntries(merged.filter(([, value]) => value !== null));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refusal(status: number, reason: string): Answer {
  return { status, body: errorBody(status, reason) };
}
