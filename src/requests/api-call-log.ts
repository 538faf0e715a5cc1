import { setTimeout as delay } from 'node:timers/promises';
import type { Insertable, Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { Db, Tables } from '../tables.js';
import { writeCalls } from './api-call-batch.js';
import type { QuotaReading } from './quota-headers.js';

/**
 * What a call says of the integration's health. FAILED: no answer, 5xx, credentials or permission refused
 * for good, a rate limit that waiting did not mend, an answer that no API gives. SUCCEEDED: anything else
 * that was answered, also a 404 to who asked for it, and what the hub mended itself. ABANDONED: the caller
 * gave up; it says nothing.
 */
export type CallResult = 'SUCCEEDED' | 'FAILED' | 'ABANDONED';

/** One exchange as it is logged, with what is learnt from it. */
export interface LoggedCall {
  row: Insertable<Tables['api_call']>;
  providerId: string;
  result: CallResult;
  /** What the answer said of the provider's rate limit. */
  quota: QuotaReading | null;
}

/**
 * Told of each batch inside its transaction.
 * @returns what to do after the commit.
 */
export type BatchListener = (trx: Transaction<Tables>, calls: readonly LoggedCall[]) => Promise<() => void>;

export interface ApiCallLogOptions {
  db: Db;
  onBatch: BatchListener;
  logger: Pick<Logger, 'warn'>;
}

const BATCH_CALLS = 500;
const BATCH_MS = 200;
const MAX_PENDING = 50_000;
const CLOSING_TRIES = 3;

/** The API call log. Calls are written in batches off the hot path; `close` writes what is left. */
export class ApiCallLog {
  private pending: LoggedCall[] = [];
  private dropped = 0;
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly options: ApiCallLogOptions) {}

  /** Takes a call; it is stored within a moment. */
  add(call: LoggedCall): void {
    this.pending.push(call);
    // Only a database that has long been away gets here; then the oldest are worth least.
    if (this.pending.length > MAX_PENDING) this.dropped += this.pending.splice(0, BATCH_CALLS).length;
    if (this.pending.length === BATCH_CALLS) this.writeInBackground();
    else this.timer ??= setTimeout(() => this.writeInBackground(), BATCH_MS).unref();
  }

  /** Writes everything taken so far. @throws the database's error; nothing is lost, the next flush tries again. */
  async flush(): Promise<void> {
    const written = this.writing.then(() => this.writeAll());
    this.writing = written.catch(() => undefined);
    await written;
  }

  /** Writes what is left. Nothing may be added afterwards. @throws the database's error after some tries. */
  async close(): Promise<void> {
    for (let tries = 1; tries < CLOSING_TRIES; tries += 1) {
      const isWritten = await this.flush().then(
        () => true,
        () => false,
      );
      if (isWritten) break;
      await delay(BATCH_MS);
    }
    await this.flush();
    if (this.timer !== null) clearTimeout(this.timer);
  }

  private writeInBackground(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.flush().catch((error: unknown) => {
      this.options.logger.warn(
        { err: error, pending: this.pending.length },
        'API calls could not be logged; trying again',
      );
      this.timer ??= setTimeout(() => this.writeInBackground(), BATCH_MS * 5).unref();
    });
  }

  private async writeAll(): Promise<void> {
    if (this.dropped > 0) {
      this.options.logger.warn(
        { dropped: this.dropped },
        'The oldest API calls were dropped unlogged: too many were waiting',
      );
      this.dropped = 0;
    }
    while (this.pending.length > 0) await this.writeBatch();
  }

  private async writeBatch(): Promise<void> {
    const batch = this.pending.splice(0, BATCH_CALLS);
    try {
      const { db, onBatch } = this.options;
      const afterCommit = await db.transaction().execute((trx) => writeCalls(trx, batch, onBatch));
      afterCommit();
    } catch (error) {
      this.pending.unshift(...batch);
      throw error;
    }
  }
}
