import { z } from 'zod';
import { statusOf } from '../google/google-error.js';
import { CursorExpired, type Page, type PageRequest } from '../provider.js';
import type { GoogleCalendarApi } from './google-calendar-api.js';

export const googleCalendarCursor = z.object({ syncToken: z.string() });

export const googleCalendarCheckpoint = z.object({ pageToken: z.string() });

type Cursor = z.output<typeof googleCalendarCursor>;
type Checkpoint = z.output<typeof googleCalendarCheckpoint>;
type Request = PageRequest<GoogleCalendarApi, Cursor, Checkpoint>;

/** Google's largest page. */
const MAX_RESULTS = 250;

const calendarsPage = z.object({
  kind: z.literal('calendar#calendarList'),
  items: z.array(z.looseObject({})).default([]),
  nextPageToken: z.string().min(1).optional(),
  nextSyncToken: z.string().min(1).optional(),
});

/**
 * The account's list of calendars, also those of which it sees only when there is something.
 *
 * - Incremental runs use the list's sync token. It tells what the account itself changed in its list, not what
 *   others changed in a calendar (its title, what the account may do there): that comes with the next full run.
 * - Where Google gave no token an incremental run reads the whole list.
 *
 * @throws CursorExpired where Google no longer takes a token (410).
 * @see https://developers.google.com/workspace/calendar/api/v3/reference/calendarList/list
 */
export async function* googleCalendarPages(request: Request): AsyncGenerator<Page<Cursor, Checkpoint>> {
  let pageToken = request.checkpoint?.pageToken ?? null;
  do {
    const { items, nextPageToken = null, nextSyncToken } = await readPage(request, pageToken);
    yield {
      ...sort(items),
      checkpoint: nextPageToken === null ? null : { pageToken: nextPageToken },
      ...(nextSyncToken !== undefined && { cursor: { syncToken: nextSyncToken } }),
    };
    pageToken = nextPageToken;
  } while (pageToken !== null);
}

async function readPage(
  { api, cursor, signal }: Request,
  pageToken: string | null,
): Promise<z.output<typeof calendarsPage>> {
  const client = await api();
  const place = { ...cursor, ...(pageToken !== null && { pageToken }) };
  try {
    // A sync token goes with no `minAccessRole`, and has to be used with the parameters that it was given for.
    const { data } = await client.calendarList.list(
      { maxResults: MAX_RESULTS, showHidden: true, ...place },
      { signal },
    );
    return calendarsPage.parse(data);
  } catch (error) {
    const status = statusOf(error);
    const isStored = cursor !== null || pageToken !== null;
    if (status === 410 || (status === 400 && isStored)) throw new CursorExpired('Google no longer takes the token.');
    throw error;
  }
}

/** What left the list comes once more, as deleted. */
function sort(items: readonly Record<string, unknown>[]): Pick<Page, 'records' | 'deletedIds'> {
  return {
    records: items.filter((item) => !isDeleted(item)),
    deletedIds: items.filter(isDeleted).map(({ id }) => id),
  };
}

function isDeleted(item: Record<string, unknown>): item is { id: string } {
  return item.deleted === true && typeof item.id === 'string' && item.id !== '';
}
