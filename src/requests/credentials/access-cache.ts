/** Another process may disconnect the account meanwhile: what was read is not kept for longer. */
const KEPT_MS = 1_000;
const MOST = 10_000;

/**
 * What was read of integrations a moment ago, so that many calls of one cost one reading. Readings under way
 * are shared too; one that failed is not kept.
 */
export class AccessCache<Value> {
  private readonly readings = new Map<string, { value: Promise<Value>; readAt: number }>();

  get(integrationId: string, read: () => Promise<Value>): Promise<Value> {
    const now = performance.now();
    const known = this.readings.get(integrationId);
    if (known !== undefined && now - known.readAt < KEPT_MS) return known.value;
    if (this.readings.size >= MOST) this.readings.clear();
    const value = read();
    this.readings.set(integrationId, { value, readAt: now });
    value.catch(() => {
      if (this.readings.get(integrationId)?.value === value) this.readings.delete(integrationId);
    });
    return value;
  }

  forget(integrationId: string): void {
    this.readings.delete(integrationId);
  }
}
