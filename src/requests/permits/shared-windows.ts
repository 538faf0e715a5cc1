import type { RateLimit } from '../../providers/provider.js';

export interface SharedWindow {
  key: string;
  limit: RateLimit;
}

/** Permits that several processes share. */
export interface SharedWindows {
  /**
   * Takes a permit of each window, or of none.
   * @returns null where they were taken, else which has none and in how many milliseconds it has.
   */
  take(windows: readonly SharedWindow[]): Promise<{ key: string; waitMs: number } | null>;
  /** Nobody takes a permit of that window for so long. */
  pause(key: string, forMs: number): Promise<void>;
}
