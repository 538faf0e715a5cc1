import type { RateLimit } from '../../providers/provider.js';
import type { QuotaReading } from '../quota-headers.js';
import { RateWindow } from './rate-window.js';
import type { Turn } from './turn.js';

/** More at a time gain an integration nothing, and take from its neighbours. */
const MAX_IN_FLIGHT = 50;
const FIRST_REST_MS = 1_000;
const LONGEST_REST_MS = 60_000;

/** What came of a call that had a permit. */
export interface PermitResult {
  isRateLimited: boolean;
  /** When the provider lets us come back, epoch milliseconds; null where it did not say. */
  retryAt: number | null;
  quota: QuotaReading | null;
}

/** What the provider says is left, less what was sent since. */
interface Budget {
  remaining: number;
  resetsAt: number;
}

/** The calls of one integration that its provider counts together: who waits, what was given, what was learnt. */
export class Lane {
  readonly window: RateWindow;
  /** A person waits for these. */
  private readonly urgent: Turn[] = [];
  private readonly patient: Turn[] = [];
  private inFlight = 0;
  private budget: Budget | null = null;
  /** The call whose answer the budget was learnt from, and the last one sent: answers may overtake each other. */
  private learntFrom = 0;
  private sent = 0;
  private pausedUntil = 0;
  private refusalsInARow = 0;

  constructor(
    readonly key: string,
    limit: RateLimit,
  ) {
    this.window = new RateWindow(limit);
  }

  get length(): number {
    return this.urgent.length + this.patient.length;
  }

  get hasUrgent(): boolean {
    return this.urgent.length > 0;
  }

  /** As many are under way as may be: one of them has to end first. */
  get isFull(): boolean {
    return this.inFlight >= MAX_IN_FLIGHT;
  }

  /**
   * When a permit is free, as far as is known.
   * @param ahead how many are to be given before it.
   */
  freeAt(now: number, ahead = 0): number {
    const { budget } = this;
    const spentUntil = budget !== null && budget.remaining <= ahead && budget.resetsAt > now ? budget.resetsAt : now;
    return this.window.freeAt(Math.max(now, this.pausedUntil, spentUntil), ahead);
  }

  /** When a call that joins now would have its turn. */
  turnAt(now: number, isUrgent: boolean): number {
    return this.freeAt(now, isUrgent ? this.urgent.length : this.length);
  }

  join(turn: Turn, isUrgent: boolean): void {
    (isUrgent ? this.urgent : this.patient).push(turn);
  }

  leave(turn: Turn): void {
    for (const line of [this.urgent, this.patient]) {
      const place = line.indexOf(turn);
      if (place >= 0) line.splice(place, 1);
    }
  }

  /** Those who would have to wait beyond what it is worth to them. */
  late(freeAt: number): Turn[] {
    return [...this.urgent, ...this.patient].filter(({ giveUpAt }) => giveUpAt < freeAt);
  }

  /** Lets the first go; false where nobody waits any more. */
  grantNext(now: number): boolean {
    const turn = this.urgent.shift() ?? this.patient.shift();
    if (turn === undefined) return false;
    this.window.take(now);
    this.inFlight += 1;
    this.sent += 1;
    if (this.budget !== null) this.budget.remaining -= 1;
    turn.grant(this.sent);
    return true;
  }

  /** The call that was sent as the `place`th is over; null where nothing came of it. */
  settle(place: number, result: PermitResult | null, now: number): void {
    this.inFlight -= 1;
    if (result === null) return;
    if (result.isRateLimited) this.pauseUntil(result.retryAt ?? this.restFrom(now));
    else this.refusalsInARow = 0;
    if (place > this.learntFrom) this.learn(place, result.quota);
  }

  /** Nobody of this lane calls before then. */
  pauseUntil(at: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, at);
  }

  /** Until when others should know to stay away, epoch milliseconds. */
  get closedUntil(): number {
    const spentUntil = this.budget !== null && this.budget.remaining <= 0 ? this.budget.resetsAt : 0;
    return Math.max(this.pausedUntil, spentUntil);
  }

  /** Whether forgetting it would lose nothing. */
  isIdle(now: number): boolean {
    return this.length === 0 && this.inFlight === 0 && this.closedUntil <= now && this.window.isIdle(now);
  }

  private learn(place: number, quota: QuotaReading | null): void {
    if (quota === null || quota.remaining === null || quota.resetsAt === null) return;
    this.learntFrom = place;
    // What was sent after it, the provider had not counted yet.
    this.budget = { remaining: quota.remaining - (this.sent - place), resetsAt: quota.resetsAt };
  }

  /** A refusal that does not say for how long: longer with each in a row. */
  private restFrom(now: number): number {
    this.refusalsInARow += 1;
    return now + Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** (this.refusalsInARow - 1));
  }
}
