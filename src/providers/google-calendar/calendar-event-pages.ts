import { z } from 'zod';
import { statusOf } from '../google/google-error.js';
import { CursorExpired, type Page, type PageRequest } from '../provider.js';
import { externalIdOf } from './calendar-event.record.js';
import type { GoogleCalendarApi } from './google-calendar-api.js';
import { readableCalendars } from './readable-calendars.js';

/** Calendar id → sync token, or null where Google gave none. Names every calendar that was read. */
const syncTokens = z.record(z.string(), z.string().nullable());

export const calendarEventCursor = z.object({ syncTokens });

export const calendarEventCheckpoint = z.object({
  calendarId: z.string(),
  /** Null at the calendar's first page. */
  pageToken: z.string().nullable(),
  /** Of the calendars that this run has finished. */
  syncTokens,
});

type Cursor = z.output<typeof calendarEventCursor>;
type Checkpoint = z.output<typeof calendarEventCheckpoint>;
type Request = PageRequest<GoogleCalendarApi, Cursor, Checkpoint>;

/** Google gives 2,500 at most; those take 40 MB more memory, and no less time. */
const MAX_RESULTS = 1000;

const eventsPage = z.object({
  kind: z.literal('calendar#events'),
  items: z.array(z.looseObject({})),
  nextPageToken: z.string().min(1).optional(),
  nextSyncToken: z.string().min(1).optional(),
});

/**
 * Events of every calendar that the account can read, calendar by calendar in the order of their ids.
 *
 * - Recurring events come as Google keeps them, the series and its exceptions (`singleEvents` false):
 *   expanded, an endless series has no end to read, and each edit of it comes as hundreds of changes.
 * - Incremental runs use each calendar's sync token. A calendar that gave none is asked for what was
 *   updated since the last run; one that is new is read whole.
 * - A calendar that is gone takes its events with it, and only a full run can tell which: it asks for one.
 *
 * @throws CursorExpired where Google no longer takes a token (410), or a calendar is gone.
 * @see https://developers.google.com/workspace/calendar/api/guides/sync
 */
export async function* calendarEventPages(request: Request): AsyncGenerator<Page<Cursor, Checkpoint>> {
  const { api, cursor, checkpoint, signal } = request;
  const listed = (await readableCalendars(api, signal)).map(({ id }) => id);
  if (cursor !== null) refuseLostCalendars(cursor, listed);

  const tokens = { ...checkpoint?.syncTokens };
  const left = checkpoint === null ? listed : listed.filter((id) => id >= checkpoint.calendarId);
  if (left.length === 0) yield { records: [], checkpoint: null, cursor: { syncTokens: tokens } };

  for (const [index, calendarId] of left.entries()) {
    let pageToken = checkpoint?.calendarId === calendarId ? checkpoint.pageToken : null;
    do {
      const page = await readPage(request, calendarId, pageToken);
      pageToken = page.nextPageToken ?? null;
      if (pageToken === null) tokens[calendarId] = page.nextSyncToken ?? null;
      const next = pageToken === null ? left[index + 1] : calendarId;
      const found = sort(calendarId, page.items);
      if (next === undefined) yield { ...found, checkpoint: null, cursor: { syncTokens: tokens } };
      else yield { ...found, checkpoint: { calendarId: next, pageToken, syncTokens: { ...tokens } } };
    } while (pageToken !== null);
  }
}

function refuseLostCalendars({ syncTokens: known }: Cursor, listed: readonly string[]): void {
  const lost = Object.keys(known).filter((id) => !listed.includes(id));
  if (lost.length > 0)
    throw new CursorExpired('A calendar is gone; only a full run can tell which events went with it.');
}

async function readPage(
  request: Request,
  calendarId: string,
  pageToken: string | null,
): Promise<z.output<typeof eventsPage>> {
  const place = placeOf(request, calendarId);
  const client = await request.api();
  try {
    const { data } = await client.events.list(
      { calendarId, maxResults: MAX_RESULTS, singleEvents: false, ...place, ...(pageToken !== null && { pageToken }) },
      { signal: request.signal },
    );
    return eventsPage.parse(data);
  } catch (error) {
    const status = statusOf(error);
    // 410 by the guide; a token that cannot be read at all is a 400.
    const isStored = 'syncToken' in place || pageToken !== null;
    if (status === 410 || (status === 400 && isStored)) throw new CursorExpired('Google no longer takes the token.');
    // The list still names a calendar that its owner has just deleted.
    if (status === 404) return { kind: 'calendar#events', items: [] };
    throw error;
  }
}

/** Where the reading of a calendar begins; the same on each of its pages, as Google asks. */
function placeOf({ cursor, changedSince }: Request, calendarId: string): { syncToken?: string; updatedMin?: string } {
  const syncToken = cursor?.syncTokens[calendarId];
  if (syncToken === undefined) return {};
  if (syncToken !== null) return { syncToken };
  return changedSince === null ? {} : { updatedMin: new Date(changedSince).toISOString() };
}

/** Deleted events have nothing left but their id. */
function sort(calendarId: string, items: readonly Record<string, unknown>[]): Pick<Page, 'records' | 'deletedIds'> {
  const deleted = items.filter(isDeleted);
  return {
    records: items.filter((item) => !isDeleted(item)).map((item) => ({ ...item, calendarId })),
    deletedIds: deleted.map(({ id }) => externalIdOf(calendarId, id)),
  };
}

/**
 * A cancelled exception of a series is kept, as a record with that status: nothing else says that the series
 * leaves out this one time, and Google asks clients to store it for as long as the series lives. Whatever
 * else is cancelled was deleted.
 * @see https://developers.google.com/workspace/calendar/api/v3/reference/events#status
 */
function isDeleted(item: Record<string, unknown>): item is { id: string } {
  return (
    item.status === 'cancelled' && typeof item.id === 'string' && item.id !== '' && item.recurringEventId === undefined
  );
}
