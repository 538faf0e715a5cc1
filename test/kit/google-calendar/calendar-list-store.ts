import type { calendar_v3 } from '@googleapis/calendar';
import { ListTokens } from './list-tokens.js';

export type ListEntry = calendar_v3.Schema$CalendarListEntry & { id: string };

const ROLES = ['freeBusyReader', 'reader', 'writerWithoutPrivateAccess', 'writer', 'owner'];

/**
 * The calendars of an account, with Google's page and sync tokens. What left the list comes once more to whoever has
 * a token of before.
 * @see https://developers.google.com/workspace/calendar/api/v3/reference/calendarList/list
 */
export class CalendarListStore {
  readonly tokens = new ListTokens();
  /** By id, in the order in which they came; `changedAt` is a position in the order of changes. */
  private readonly entries = new Map<string, { entry: ListEntry; changedAt: number }>();
  private sequence = 0;

  put(entry: ListEntry): void {
    this.sequence += 1;
    this.entries.set(entry.id, { entry: { kind: 'calendar#calendarListEntry', ...entry }, changedAt: this.sequence });
  }

  delete(id: string): void {
    this.put({ id, deleted: true });
  }

  /** One page: the last has `nextSyncToken`, every other `nextPageToken`. */
  list(query: URLSearchParams): calendar_v3.Schema$CalendarList {
    const [syncToken, pageToken] = [query.get('syncToken'), query.get('pageToken')];
    const since = syncToken === null ? 0 : this.tokens.read(syncToken, 'sync')[0]!;
    const [start, until] = pageToken === null ? [0, this.sequence] : this.tokens.read(pageToken, 'page');
    const size = Math.min(Number(query.get('maxResults') ?? 100), 250);
    const wanted = [...this.entries.values()].filter(({ entry, changedAt }) =>
      syncToken === null ? isShown(entry, query) : changedAt > since,
    );
    const end = start! + size;
    return {
      kind: 'calendar#calendarList',
      items: wanted.slice(start, end).map(({ entry }) => entry),
      ...(end >= wanted.length
        ? { nextSyncToken: this.tokens.write('sync', until!) }
        : { nextPageToken: this.tokens.write('page', end, until!) }),
    };
  }
}

function isShown({ deleted, hidden, accessRole }: ListEntry, query: URLSearchParams): boolean {
  if (deleted === true && query.get('showDeleted') !== 'true') return false;
  if (hidden === true && query.get('showHidden') !== 'true') return false;
  return ROLES.indexOf(accessRole ?? '') >= ROLES.indexOf(query.get('minAccessRole') ?? '');
}
