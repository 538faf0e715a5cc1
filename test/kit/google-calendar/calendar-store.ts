import type { calendar_v3 } from '@googleapis/calendar';
import { ListTokens } from './list-tokens.js';

type Event = calendar_v3.Schema$Event;

interface StoredEvent {
  resource: Event & { id: string };
  /** Position in the order of changes. */
  changedAt: number;
}

export interface ListQuery {
  syncToken: string | null;
  pageToken: string | null;
  updatedMin: string | null;
  showDeleted: boolean;
  maxResults: number;
  /** Epoch milliseconds: only events that end after, or begin before it; null where all are wanted. */
  timeMin: number | null;
  timeMax: number | null;
}

/**
 * The events of one calendar in their order of creation, with Google's page and sync tokens.
 * @see https://developers.google.com/workspace/calendar/api/guides/sync
 */
export class CalendarStore {
  readonly tokens = new ListTokens();
  private readonly events: StoredEvent[] = [];
  private readonly byId = new Map<string, StoredEvent>();
  private sequence = 0;

  put(event: Event & { id: string }): void {
    this.sequence += 1;
    const resource = { kind: 'calendar#event', status: 'confirmed', updated: new Date().toISOString(), ...event };
    const known = this.byId.get(event.id);
    const stored = Object.assign(known ?? {}, { resource, changedAt: this.sequence });
    if (!known) this.events.push(stored);
    this.byId.set(event.id, stored);
  }

  find(id: string): (Event & { id: string }) | undefined {
    const resource = this.byId.get(id)?.resource;
    return resource?.status === 'cancelled' ? undefined : resource;
  }

  has(id: string): boolean {
    return this.byId.has(id);
  }

  /** What is left of a deleted event is its id and its status. */
  delete(id: string): void {
    if (!this.find(id)) throw new Error(`no event ${id}`);
    this.put({ id, status: 'cancelled' });
  }

  /** Of the events that are not deleted. */
  get ids(): string[] {
    return this.events.filter(({ resource }) => resource.status !== 'cancelled').map(({ resource }) => resource.id);
  }

  /** One page: the last has `nextSyncToken`, every other `nextPageToken`. */
  list(query: ListQuery): calendar_v3.Schema$Events {
    const since = query.syncToken ? this.tokens.read(query.syncToken, 'sync')[0]! : 0;
    const [start, until] = query.pageToken ? this.tokens.read(query.pageToken, 'page') : [0, this.sequence];
    const items: Event[] = [];
    let index = start!;
    for (; index < this.events.length && items.length < query.maxResults; index += 1) {
      const stored = this.events[index]!;
      if (isWanted(stored, since, query)) items.push(stored.resource);
    }
    const isLast = !this.events.slice(index).some((stored) => isWanted(stored, since, query));
    return {
      kind: 'calendar#events',
      items,
      ...(isLast
        ? { nextSyncToken: this.tokens.write('sync', until!) }
        : { nextPageToken: this.tokens.write('page', index, until!) }),
    };
  }
}

/** A sync token and `updatedMin` bring deleted events whether asked for or not. */
function isWanted({ resource, changedAt }: StoredEvent, since: number, query: ListQuery): boolean {
  if (!isWithin(resource, query)) return false;
  if (query.syncToken) return changedAt > since;
  if (query.updatedMin) return Date.parse(resource.updated!) >= Date.parse(query.updatedMin);
  return query.showDeleted || resource.status !== 'cancelled' || Boolean(resource.recurringEventId);
}

function isWithin({ start, end }: Event, { timeMin, timeMax }: ListQuery): boolean {
  const [begins, ends] = [start, end].map((moment) => Date.parse(moment?.dateTime ?? moment?.date ?? ''));
  return (timeMin === null || ends! > timeMin) && (timeMax === null || begins! < timeMax);
}
