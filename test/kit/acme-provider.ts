import { z } from 'zod';
import type { ProviderDefinition } from '../../src/providers/provider.js';

interface AcmeApi {
  fetch: typeof fetch;
  apiUrl: string;
}

/**
 * A provider whose account is asked for at `me`, at addresses that the operator configures. Its action
 * `whoami` asks that again. Of the hub it imports types only, so that Node itself runs it too.
 */
export const acme: ProviderDefinition = {
  id: 'acme',
  name: 'Acme',
  category: 'test',
  docsUrl: 'https://acme.example/docs',
  endpoints: {
    authorizationUrl: 'https://acme.example/authorize',
    tokenUrl: 'https://acme.example/token',
    apiUrl: 'https://acme.example/',
  },
  auth: [
    {
      method: 'OAUTH2',
      scopes: [{ name: 'openid', reason: 'To know who the account is.' }],
      pkce: true,
      clientAuthentication: 'client_secret_post',
    },
  ],
  limits: { integration: { requests: 10_000, perMs: 1_000 } },
  createApi: ({ fetch, apiUrl }) => ({ fetch, apiUrl }),
  identify: async (api) => {
    const account = await whoAmI(api as AcmeApi);
    return { externalId: account.sub, label: account.sub };
  },
  models: [],
  actions: [
    {
      name: 'whoami',
      description: 'Says whose account it is.',
      input: z.object({}),
      output: z.object({ sub: z.string() }),
      run: ({ api }) => whoAmI(api as AcmeApi),
    },
  ],
};

async function whoAmI({ fetch, apiUrl }: AcmeApi): Promise<{ sub: string }> {
  const response = await fetch(new URL('me', apiUrl));
  return (await response.json()) as { sub: string };
}
