import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { toJson } from '../platform/database/json-text.js';
import type { Engine } from '../platform/database/open-database.js';
import { newId } from '../platform/id.js';
import type { Sealer } from '../platform/sealing/sealer.js';
import type { Db } from '../tables.js';
import { Flood } from './flood.js';
import { storeArrivals, type Arrival, type StoredArrivals, type UsedSubscription } from './store-arrivals.js';
import { sealPayload, type WebhookPayload } from './webhook-payload.js';

/** A verified delivery, before it is stored. */
export interface VerifiedEvent extends WebhookPayload {
  providerId: string;
  addressedTo: string | null;
  dedupeKey: string;
  externalId: string;
  type: string;
  accounts: readonly string[];
  /** Of the delivery's span; null where nothing is traced. */
  traceparent: string | null;
  /** The subscription by which it proved itself, where it did by one. */
  subscription: UsedSubscription | null;
}

/** Too much waits; the sender is to come again. Nothing was stored. */
export class InboxFull extends Error {
  override readonly name = 'InboxFull';
}

/** What may wait in memory: more is refused before it fills up. */
export interface InboxLimits {
  events: number;
  bytes: number;
}

const LIMITS: InboxLimits = { events: 2_000, bytes: 32 * 1024 * 1024 };

export interface WebhookInboxDependencies {
  db: Db;
  engine: Engine;
  sealer: Sealer;
  clock: () => number;
  logger: Pick<Logger, 'warn' | 'error'>;
  limits?: InboxLimits;
  /** After a commit that brought new events of these providers. */
  onStored(providerIds: readonly string[]): void;
}

/** Rows of one commit. */
const BATCH = 200;

interface Waiting {
  arrival: Arrival;
  subscription: UsedSubscription | null;
  resolve(isNew: boolean): void;
  reject(error: unknown): void;
}

/**
 * Where events become durable. `add` returns once the event is committed; those that come while a commit is
 * under way share the next one, which is what makes a flood cheaper than its events one by one.
 */
export class WebhookInbox {
  readonly flood = new Flood();
  /** A commit is of many: it belongs to the trace and the log of none of them. */
  private readonly apart = AsyncLocalStorage.snapshot();
  private waiting: Waiting[] = [];
  private bytes = 0;
  private count = 0;
  private writing: Promise<void> | null = null;
  private isRefusing = false;

  constructor(private readonly deps: WebhookInboxDependencies) {}

  /**
   * Says whether the event is new.
   * @throws InboxFull where too many wait, or the database's error; then nothing was stored.
   */
  async add(event: VerifiedEvent): Promise<boolean> {
    const bytes = event.body.length;
    this.refuseWhereFull(bytes);
    this.count += 1;
    this.bytes += bytes;
    try {
      const arrival = await this.toArrival(event);
      return await new Promise<boolean>((resolve, reject) => {
        this.waiting.push({ arrival, subscription: event.subscription, resolve, reject });
        this.writing ??= this.apart(() => this.writeAll());
      });
    } finally {
      this.count -= 1;
      this.bytes -= bytes;
    }
  }

  /** Waits for what is on its way. */
  async close(): Promise<void> {
    while (this.count > 0) await delay(5);
  }

  /** The log is told once of a flood, not of each event of it. */
  private refuseWhereFull(bytes: number): void {
    const { limits = LIMITS, logger } = this.deps;
    if (this.count === 0) this.isRefusing = false;
    if (this.count < limits.events && this.bytes + bytes <= limits.bytes) return;
    if (!this.isRefusing) logger.warn({ waiting: this.count }, 'too many webhook events wait; more are refused');
    this.isRefusing = true;
    throw new InboxFull('The hub takes no more events for a moment.');
  }

  private async toArrival({ headers, body, accounts, subscription: _, ...event }: VerifiedEvent): Promise<Arrival> {
    const id = newId('whe');
    const sealedPayload = await sealPayload(this.deps.sealer, id, { headers, body });
    return { ...event, id, accounts: toJson([...accounts]), sealedPayload, receivedAt: this.deps.clock() };
  }

  private async writeAll(): Promise<void> {
    // What arrives in the same turn shares the first commit too.
    await new Promise(setImmediate);
    while (this.waiting.length > 0) await this.writeBatch(this.waiting.splice(0, BATCH));
    this.writing = null;
  }

  private async writeBatch(batch: readonly Waiting[]): Promise<void> {
    this.flood.note(batch.length);
    let stored: StoredArrivals;
    try {
      stored = await storeArrivals(
        this.deps,
        batch.map(({ arrival }) => arrival),
        batch.flatMap(({ subscription }) => subscription ?? []),
      );
    } catch (error) {
      this.deps.logger.error(
        { err: error, events: batch.length },
        'webhook events could not be stored and were refused',
      );
      for (const { reject } of batch) reject(error);
      return;
    }
    for (const { resolve, arrival } of batch) resolve(stored.newIds.has(arrival.id));
    if (stored.newOf.length > 0) this.deps.onStored(stored.newOf);
  }
}
