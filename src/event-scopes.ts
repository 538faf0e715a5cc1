import type { EventBus } from './platform/events/event-bus.js';
import type { HubEvents } from './events.js';
import type { Scope } from './scope.js';
import type { Viewer } from './viewer/viewer.js';

/**
 * Scopes for the events of subscriptions. Streams of one viewer that are told at the same moment share one, so that
 * a thousand open pages read once; the next event, or the next turn of the event loop, begins with nothing read.
 */
export class EventScopes {
  private readonly scopes = new Map<string, Scope>();
  private heard = 0;

  constructor(
    private readonly events: Pick<EventBus<HubEvents>, 'heard'>,
    private readonly create: (viewer: Viewer) => Scope,
  ) {}

  of(viewer: Viewer): Scope {
    if (this.heard !== this.events.heard) this.scopes.clear();
    this.heard = this.events.heard;
    if (this.scopes.size === 0) setImmediate(() => this.scopes.clear());
    const key = JSON.stringify(viewer);
    const known = this.scopes.get(key);
    if (known !== undefined) return known;
    const scope = this.create(viewer);
    this.scopes.set(key, scope);
    return scope;
  }
}
