/** What every value beyond the bound is counted under. */
export const OTHER = 'other';

const LONGEST = 100;

/**
 * Values of a label that others choose: the first `max` distinct ones stand for themselves, all that come later are
 * counted together, so that nobody can make the hub keep, or Prometheus store, a series for each name they think of.
 */
export class BoundedLabel {
  private readonly known = new Set<string>();

  constructor(private readonly max: number) {}

  of(value: string): string {
    if (this.known.has(value)) return value;
    if (this.known.size >= this.max || value.length > LONGEST) return OTHER;
    this.known.add(value);
    return value;
  }
}
