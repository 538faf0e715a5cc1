import { STRIPE_API_VERSION } from '../../../src/providers/stripe/stripe-api.js';

export interface StripeThing {
  id: string;
  object: string;
  created: number;
  [field: string]: unknown;
}

/** Objects and events of one Stripe account, newest first as Stripe lists them. */
export class StripeStore {
  readonly objects = new Map<string, StripeThing>();
  readonly events: StripeThing[] = [];
  private count = 0;

  constructor(private readonly clock: () => number) {}

  /** Creates or changes an object, and tells of it. */
  put(object: string, id: string, fields: object = {}, verb?: string): StripeThing {
    const known = this.objects.get(id);
    const thing = { created: this.now, livemode: false, metadata: {}, ...known, ...fields, id, object };
    this.objects.set(id, thing);
    this.tell(`${eventNameOf(object)}.${verb ?? (known === undefined ? 'created' : 'updated')}`, thing);
    return thing;
  }

  delete(id: string): void {
    const thing = this.objects.get(id);
    if (thing === undefined) throw new Error(`no ${id}`);
    this.objects.delete(id);
    // A deleted customer can still be asked for, and says so; other objects are not found.
    if (thing.object === 'customer') this.objects.set(id, { ...thing, deleted: true });
    this.tell(`${eventNameOf(thing.object)}.deleted`, thing);
  }

  listed(object: string): StripeThing[] {
    return [...this.objects.values()]
      .filter((thing) => thing.object === object && thing['deleted'] !== true)
      .toReversed();
  }

  /** Events as they were when they happened, and in the version the account had then. */
  private tell(type: string, thing: StripeThing): void {
    const id = `evt_${String((this.count += 1)).padStart(6, '0')}`;
    const data = { object: structuredClone(thing) };
    this.events.unshift({ id, object: 'event', type, created: this.now, api_version: STRIPE_API_VERSION, data });
  }

  private get now(): number {
    return Math.floor(this.clock() / 1000);
  }
}

function eventNameOf(object: string): string {
  return object === 'subscription' ? 'customer.subscription' : object;
}
