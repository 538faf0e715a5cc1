import { z } from 'zod';
import { defineProvider } from '../provider.js';
import { createAcmeCorpApi, type AcmeCorpApi } from './acme-corp-api.js';
import { acmeCorpAuth, acmeCorpEndpoints } from './acme-corp-auth.js';
import { acmeCorpErrorOf } from './acme-corp-error.js';
import { acmeCorpItemModel } from './acme-corp-item.model.js';
import { createItem } from './create-item.action.js';

const identity = z.object({ id: z.string().min(1), email: z.string().min(1) });

export const acmeCorp = defineProvider<AcmeCorpApi>({
  id: 'acme-corp',
  name: 'Acme Corp',
  category: 'other',
  docsUrl: 'https://developers.acme-corp.example',
  endpoints: acmeCorpEndpoints,
  auth: [acmeCorpAuth],
  // As https://developers.acme-corp.example/rate-limits says it.
  limits: { integration: { requests: 60, perMs: 60_000 } },
  idempotencyHeader: 'idempotency-key',
  createApi: createAcmeCorpApi,
  async identify(api) {
    const { id, email } = await api.get('me', identity);
    return { externalId: id, label: email };
  },
  errorOf: acmeCorpErrorOf,
  models: [acmeCorpItemModel],
  actions: [createItem],
});
