import { defineEntity, p } from '@mikro-orm/core';
import type { JsonText } from '../platform/database/json-text.js';
import type { ProviderEndpoints, ResolvedDeclaration } from '../providers/provider.js';

/** What an operator stored for a provider; what is null falls back to the environment, then to the declaration. */
export const ProviderConfigEntity = defineEntity({
  name: 'ProviderConfig',
  tableName: 'provider_config',
  properties: {
    providerId: p.text().primary(),
    clientId: p.text().nullable(),
    /** Of the client that is stored; without one it does not count. */
    sealedClientSecret: p.text().nullable(),
    sealedWebhookSecret: p.text().nullable(),
    scopes: p.text().$type<JsonText<string[]>>().nullable(),
    endpoints: p.text().$type<JsonText<Partial<ProviderEndpoints>>>().nullable(),
    /** Of a provider that an operator declared; what its issuer said is in it. */
    declaration: p.text().$type<JsonText<ResolvedDeclaration>>().nullable(),
    /** Set while an operator has switched the provider off. */
    disabledAt: p.bigint('number').nullable(),
    updatedAt: p.bigint('number'),
  },
});
