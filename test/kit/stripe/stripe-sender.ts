import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';
import { stripeScheme } from '../../../src/platform/signatures/stripe-scheme.js';
import { bodyOf, type CustomerEvent } from '../customer-events.js';
import type { ListeningHub } from '../listening-hub.js';

const SENDERS = 40;

/** Delivers as a provider does: again and again, until the answer is 200. */
export class StripeSender {
  taken = 0;
  brokenOff = 0;

  constructor(
    private readonly hub: ListeningHub,
    private readonly as: { account: string; secret: string },
  ) {}

  /** Several at once; that some come late and in another order is part of it. */
  async sendAll(events: readonly CustomerEvent[]): Promise<void> {
    const waiting = events.values();
    await Promise.all(Array.from({ length: SENDERS }, () => this.sendFrom(waiting)));
  }

  private async sendFrom(waiting: Iterator<CustomerEvent>): Promise<void> {
    for (let next = waiting.next(); next.done !== true; next = waiting.next()) {
      while ((await this.deliver(next.value)) !== 200) await delay(200);
      this.taken += 1;
    }
  }

  /** The answer's status; 0 where there was none. */
  private async deliver(event: CustomerEvent): Promise<number> {
    const body = Buffer.from(bodyOf(event, this.as.account));
    const url = `${this.hub.url}/webhooks/stripe`;
    const headers = stripeScheme.sign?.({ body, key: { secret: this.as.secret }, id: '', now: this.hub.now(), url });
    const options = { method: 'POST' as const, headers: { 'content-type': 'application/json', ...headers }, body };
    try {
      const answer = await request(url, options);
      await answer.body.dump();
      return answer.statusCode;
    } catch {
      this.brokenOff += 1;
      return 0;
    }
  }
}
