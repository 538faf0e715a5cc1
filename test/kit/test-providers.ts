import { Field, ObjectType } from 'type-graphql';
import { z } from 'zod';
import { refused } from '../../src/platform/signatures/signature-scheme.js';
import { defineAction, defineModel, defineProvider, type ProviderDefinition } from '../../src/providers/provider.js';
import { RecordType } from '../../src/records/record.type.js';

interface ThingData {
  id: string;
  title?: string;
}

@ObjectType('Thing', { implements: RecordType, description: 'An object of the test provider.' })
export class Thing extends RecordType<ThingData> {
  @Field(() => String, { nullable: true })
  get title(): string | null {
    return this.data.title ?? null;
  }
}

const things = defineModel({
  name: 'Thing',
  record: z.looseObject({ id: z.string(), title: z.string().optional() }),
  cursor: z.string(),
  checkpoint: z.string(),
  type: Thing,
  idOf: (thing) => thing.id,
  supportsIncremental: true,
  supportsRealtime: false,
  schedule: { full: '1 week', incremental: '15 minutes' },
  async *pages() {
    yield { records: [], checkpoint: null };
  },
});

const rename = defineAction({
  name: 'rename',
  description: 'Gives a thing another title.',
  input: z.object({ id: z.string(), title: z.string() }),
  output: z.object({ title: z.string() }),
  run: ({ input }: { input: { title: string } }) => Promise.resolve({ title: input.title }),
});

const shape = {
  category: 'Testing',
  docsUrl: 'https://things.example/docs',
  endpoints: {
    authorizationUrl: 'https://things.example/authorize',
    tokenUrl: 'https://things.example/token',
    apiUrl: 'https://things.example/api/',
  },
  limits: { integration: { requests: 10, perMs: 1000 } },
  createApi: () => null,
  identify: () => Promise.resolve({ externalId: 'x', label: 'X' }),
};

/** A provider by OAuth with a model, an action and webhooks; and one by key with nothing. */
export const testProviders: readonly ProviderDefinition[] = [
  defineProvider({
    ...shape,
    id: 'things',
    name: 'Things',
    auth: [
      {
        method: 'OAUTH2',
        scopes: [
          { name: 'things.read', reason: 'To sync your things.' },
          { name: 'things.write', reason: 'To rename your things.' },
        ],
        pkce: true,
        clientAuthentication: 'client_secret_post',
      },
    ],
    models: [things],
    actions: [rename],
    webhook: {
      scheme: { name: 'none', signsHeaders: false, verify: () => refused('The tests of the API send no webhooks.') },
      read: () => ({ kind: 'EVENT', id: null, type: 'thing', accounts: [] }),
      changes: () => [],
    },
  }),
  defineProvider({
    ...shape,
    id: 'keys',
    name: 'Keys',
    auth: [
      {
        method: 'API_KEY',
        headers: ({ apiKey }) => ({ authorization: apiKey }),
        help: { url: 'https://keys.example/mine', hint: 'Any key.' },
      },
    ],
    models: [],
    actions: [],
  }),
];
