import type { Tables } from '../tables.js';
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

export interface SealedPlace {
  table: string;
  /** What its rows are told apart by. */
  key: string;
  column: string;
  kind: SealedKind;
}

export const SEALED_PLACES: readonly SealedPlace[] = Object.entries(SEALED).flatMap(([table, kinds]) =>
  Object.entries(kinds).map(([column, kind]) => ({
    table,
    key: table === 'provider_config' ? 'providerId' : 'id',
    column,
    kind,
  })),
);
