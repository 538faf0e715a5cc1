import { countByKey, type CountingMeans, type CountsByKey } from './count-by-key.js';
import type { SealedKind } from './sealed-kind.js';
import { SEALED_PLACES } from './sealed-places.js';

/** How much one key sealed. */
export interface KeyUse {
  /** Null for all keys together that the hub was not given. */
  id: string | null;
  /** Whether new values are sealed by it. */
  seals: boolean;
  values: number;
  kinds: { kind: SealedKind; values: number }[];
}

const PORTION = 2_000;

/** What is sealed in the database, and by which keys: without opening any of it. */
export class SealedValues {
  private readonly means: CountingMeans;

  /** @param means `portion` is for tests. */
  constructor(means: Omit<CountingMeans, 'portion'> & Partial<CountingMeans>) {
    this.means = { portion: PORTION, ...means };
  }

  /** By the hub's keys in their order, then by others where there are any. */
  async byKey(): Promise<KeyUse[]> {
    const counted: Counted[] = [];
    for (const place of SEALED_PLACES) {
      counted.push({ kind: place.kind, counts: await countByKey(place, this.means) });
    }
    const known = this.means.sealer.beginnings.map(({ keyId }, index) => useOf(keyId, index, counted));
    const other = useOf(null, null, counted);
    return other.values === 0 ? known : [...known, other];
  }
}

interface Counted {
  kind: SealedKind;
  counts: CountsByKey;
}

function useOf(id: string | null, keyIndex: number | null, counted: readonly Counted[]): KeyUse {
  const byKind = Map.groupBy(counted, ({ kind }) => kind);
  const kinds = [...byKind]
    .map(([kind, places]) => ({ kind, values: sumOf(places.map(({ counts }) => counts.get(keyIndex) ?? 0)) }))
    .filter(({ values }) => values > 0)
    .toSorted((a, b) => (a.kind < b.kind ? -1 : 1));
  return { id, seals: keyIndex === 0, values: sumOf(kinds.map(({ values }) => values)), kinds };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
