import type { RawHeaders } from '../platform/http/answer-collector.js';

/** The headers of an answer, read where they lie: of each answer only a few are looked at. */
export class AnswerHeaders {
  constructor(private readonly raw: RawHeaders) {}

  /** @param name in lower case. Several of one name are joined, as `Headers` does it. */
  get(name: string): string | null {
    const value = this.raw[name];
    return (Array.isArray(value) ? value.join(', ') : value) ?? null;
  }

  /** Pairs as `Headers` takes them, without those names. */
  without(names: readonly string[]): [string, string][] {
    return Object.entries(this.raw)
      .filter(([name]) => !names.includes(name))
      .flatMap(([name, value]) =>
        (Array.isArray(value) ? value : [value ?? '']).map((one) => [name, one] as [string, string]),
      );
  }
}
