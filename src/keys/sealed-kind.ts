import { registerEnumType } from 'type-graphql';

/** What is sealed, by what seals it anew. */
export const SealedKind = {
  ACCOUNT_CREDENTIALS: 'ACCOUNT_CREDENTIALS',
  CONSENT_UNDER_WAY: 'CONSENT_UNDER_WAY',
  ENDPOINT_SECRET: 'ENDPOINT_SECRET',
  PROVIDER_SECRET: 'PROVIDER_SECRET',
  SUBSCRIPTION_SECRET: 'SUBSCRIPTION_SECRET',
  WEBHOOK_PAYLOAD: 'WEBHOOK_PAYLOAD',
} as const;
export type SealedKind = (typeof SealedKind)[keyof typeof SealedKind];

registerEnumType(SealedKind, {
  name: 'SealedKind',
  description: 'What is sealed in the database.',
  valuesConfig: {
    ACCOUNT_CREDENTIALS: { description: 'Of an integration; sealed anew when they are renewed or given again.' },
    CONSENT_UNDER_WAY: { description: 'What belongs to a consent that was not given yet; gone after minutes.' },
    ENDPOINT_SECRET: {
      description: 'Address and secrets of an outbound endpoint; each is sealed anew when it is changed or rotated.',
    },
    PROVIDER_SECRET: { description: 'What configureProvider stored; sealed anew when it is stored again.' },
    SUBSCRIPTION_SECRET: { description: 'Of a subscription at a provider; another comes with each renewal.' },
    WEBHOOK_PAYLOAD: { description: 'What a provider sent; never sealed anew, it goes when it is old.' },
  },
});
