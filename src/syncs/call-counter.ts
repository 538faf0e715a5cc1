import type { CallCount } from './commit-page.js';

/** Counts calls between commits. */
export class CallCounter {
  private calls: CallCount = { apiCalls: 0, retries: 0 };

  count({ attempt }: { attempt: number }): void {
    this.calls.apiCalls += 1;
    if (attempt > 1) this.calls.retries += 1;
  }

  take(): CallCount {
    const taken = this.calls;
    this.calls = { apiCalls: 0, retries: 0 };
    return taken;
  }
}
