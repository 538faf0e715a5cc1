import { sql, type Expression } from 'kysely';
import type { Sealer } from '../platform/sealing/sealer.js';
import type { Db, Tables } from '../tables.js';
import type { SealedKind } from './sealed-kind.js';

type SealedColumn<T extends keyof Tables> = Extract<keyof Tables[T], `sealed${string}`>;
type SealedTable = { [T in keyof Tables]: SealedColumn<T> extends never ? never : T }[keyof Tables];

/** Every sealed column of the hub: one that is left out does not compile. */
const SEALED: { readonly [T in SealedTable]: Readonly<Record<SealedColumn<T>, SealedKind>> } = {
  integration: { sealedCredentials: 'ACCOUNT_CREDENTIALS' },
  oauth_attempt: { sealedVerifier: 'CONSENT_UNDER_WAY' },
  outbound_endpoint: {
    sealedAddress: 'ENDPOINT_SECRET',
    sealedSecret: 'ENDPOINT_SECRET',
    sealedOldSecret: 'ENDPOINT_SECRET',
  },
  provider_config: { sealedClientSecret: 'PROVIDER_SECRET', sealedWebhookSecret: 'PROVIDER_SECRET' },
  webhook_event: { sealedPayload: 'WEBHOOK_PAYLOAD' },
  webhook_subscription: { sealedSecret: 'SUBSCRIPTION_SECRET' },
};

const COLUMNS = Object.entries(SEALED).flatMap(([table, kinds]) =>
  Object.entries(kinds).map(([column, kind]) => ({ table, column, kind })),
);

/** How much one key sealed. */
export interface KeyUse {
  /** Null for all keys together that the hub was not given. */
  id: string | null;
  /** Whether new values are sealed by it. */
  seals: boolean;
  values: number;
  kinds: { kind: SealedKind; values: number }[];
}

interface Means {
  db: Db;
  sealer: Sealer;
}

/** What is sealed in the database, and by which keys: without opening any of it. */
export class SealedValues {
  constructor(private readonly means: Means) {}

  /** By the hub's keys in their order, then by others where there are any. */
  async byKey(): Promise<KeyUse[]> {
    const { sealer } = this.means;
    const counts = await this.count();
    const known = sealer.beginnings.map(({ keyId }, index) => useOf(keyId, index, counts));
    const other = useOf(null, null, counts);
    return other.values === 0 ? known : [...known, other];
  }

  /** One statement over all tables, which looks at how each value begins. */
  private async count(): Promise<Count[]> {
    const { db, sealer } = this.means;
    const counts = COLUMNS.map(({ table, column }, index) => {
      const sealed = sql.ref<string | null>(column);
      const values = sql`select ${indexOfKey(sealed, sealer)} as key_index from ${sql.table(table)} where ${sealed} is not null`;
      return sql`select ${sql.lit(index)} as column_index, key_index, count(*) as amount from (${values}) as sealed_value group by key_index`;
    });
    const { rows } = await sql<{
      columnIndex: number;
      keyIndex: number | null;
      amount: number;
    }>`${sql.join(counts, sql` union all `)}`.execute(db);
    return rows.flatMap(({ columnIndex, keyIndex, amount }) => {
      const column = COLUMNS[columnIndex];
      return column === undefined ? [] : [{ kind: column.kind, keyIndex, values: amount }];
    });
  }
}

interface Count {
  kind: SealedKind;
  /** Among the hub's keys. */
  keyIndex: number | null;
  values: number;
}

function indexOfKey(sealed: Expression<string | null>, { beginnings }: Sealer) {
  const cases = beginnings.map(
    ({ beginning }, index) =>
      sql`when substr(${sealed}, 1, ${sql.lit(beginning.length)}) = ${beginning} then ${sql.lit(index)}`,
  );
  return sql`case ${sql.join(cases, sql` `)} end`;
}

function useOf(id: string | null, keyIndex: number | null, counts: readonly Count[]): KeyUse {
  const own = counts.filter((count) => count.keyIndex === keyIndex);
  const byKind = Map.groupBy(own, ({ kind }) => kind);
  const kinds = [...byKind].map(([kind, some]) => ({ kind, values: sumOf(some) }));
  return { id, seals: keyIndex === 0, values: sumOf(own), kinds: kinds.toSorted((a, b) => (a.kind < b.kind ? -1 : 1)) };
}

function sumOf(counts: readonly Count[]): number {
  return counts.reduce((sum, { values }) => sum + values, 0);
}
