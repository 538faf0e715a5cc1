import { defineEntity, p } from '@mikro-orm/core';
import type { JsonText } from '../platform/database/json-text.js';
import { IntegrationEntity } from './integration.entity.js';

/** One walk through a provider's consent: ten minutes, one use, bound to its viewer and browser. */
export const OAuthAttemptEntity = defineEntity({
  name: 'OAuthAttempt',
  tableName: 'oauth_attempt',
  properties: {
    id: p.text().primary(),
    /** SHA-256 of `state`, base64url; the state itself is only in the browser's address. */
    stateHash: p.text(),
    integrationId: () =>
      p
        .manyToOne(IntegrationEntity)
        .mapToPk()
        .joinColumn('integration_id')
        .deleteRule('cascade')
        .updateRule('no action')
        .index(false),
    providerId: p.text(),
    tenantId: p.text(),
    userId: p.text(),
    /** SHA-256 of the browser's cookie; null only where the product's own server vouches for the browser. */
    browserHash: p.text().nullable(),
    /** PKCE verifier, sealed. */
    sealedVerifier: p.text(),
    scopes: p.text().$type<JsonText<string[]>>(),
    returnUrl: p.text().nullable(),
    createdAt: p.bigint('number'),
    expiresAt: p.bigint('number'),
    /** When a callback took it; a second callback finds it taken. */
    takenAt: p.bigint('number').nullable(),
    /** How it ended: 'connected' or an error code; null while under way. */
    outcome: p.text().nullable(),
    /** The integration that holds the grant: another than `integrationId` where the account was linked before. */
    outcomeIntegrationId: p.text().nullable(),
  },
  uniques: [{ name: 'oauth_attempt_state_unique', properties: ['stateHash'] }],
  indexes: [
    { name: 'oauth_attempt_integration_index', properties: ['integrationId'] },
    { name: 'oauth_attempt_expires_index', properties: ['expiresAt'] },
  ],
});
