import { z } from 'zod';
import { defineModel, defineProvider, type Fetch, type ProviderLimits } from '../../../src/providers/provider.js';
import { Thing } from '../../kit/test-providers.js';
import { json, startProvider, type Received } from './provider-server.js';

const REQUESTS = 10;
const PER_MS = 2_000;
const PAGE = 250;
const PAGES = 20;

interface MeteredApi {
  fetch: Fetch;
  url: string;
}

const account = z.object({ account: z.string() });
const thingsPage = z.object({ things: z.array(z.unknown()), next: z.number().nullable() });

/** A provider that takes ten requests in two seconds of each account, told apart by its key. */
export const meteredProvider = (limits: ProviderLimits) =>
  defineProvider<MeteredApi>({
    id: 'metered',
    name: 'Metered',
    category: 'test',
    docsUrl: 'https://metered.example',
    endpoints: {
      authorizationUrl: 'https://metered.example/authorize',
      tokenUrl: 'https://metered.example/token',
      apiUrl: 'https://metered.example/',
    },
    auth: [{ method: 'API_KEY', headers: ({ apiKey }) => ({ 'x-api-key': apiKey }) }],
    limits,
    createApi: ({ fetch, apiUrl }) => ({ fetch, url: apiUrl }),
    async identify({ fetch, url }) {
      const { account: name } = account.parse(await (await fetch(`${url}me`)).json());
      return { externalId: name, label: name };
    },
    models: [
      defineModel<MeteredApi, { id: string }, string, number>({
        name: 'Thing',
        record: z.looseObject({ id: z.string() }),
        cursor: z.string(),
        checkpoint: z.number(),
        type: Thing,
        idOf: ({ id }) => id,
        supportsIncremental: false,
        supportsRealtime: false,
        schedule: { full: '1 week', incremental: null },
        async *pages({ api, checkpoint, signal }) {
          for (let place: number | null = checkpoint ?? 0; place !== null;) {
            const answer = await api.fetch(`${api.url}things?page=${place}`, { signal });
            const page = thingsPage.parse(await answer.json());
            yield { records: page.things, checkpoint: page.next };
            place = page.next;
          }
        },
      }),
    ],
    actions: [],
  });

/** The provider's side: it refuses what is too much, and notes who came too early. */
export async function startMeteredProvider() {
  const server = await startProvider();
  const seen = { refusals: 0, tooEarly: 0, requests: 0 };
  const given = new Map<string, number[]>();
  const closedUntil = new Map<string, number>();
  server.behaviour.api = (request, response) => {
    const key = String(request.headers['x-api-key']);
    if (request.path === '/me') return json(response, 200, { account: key });
    const now = Date.now();
    seen.requests += 1;
    if (now < (closedUntil.get(key) ?? 0)) seen.tooEarly += 1;
    const recent = (given.get(key) ?? []).filter((at) => at > now - PER_MS);
    const resetsInMs = PER_MS - (now - (recent[0] ?? now));
    if (recent.length >= REQUESTS) {
      seen.refusals += 1;
      const seconds = Math.ceil(resetsInMs / 1000);
      closedUntil.set(key, now + seconds * 1000);
      return json(response, 429, {}, { 'retry-after': String(seconds) });
    }
    given.set(key, [...recent, now]);
    return json(response, 200, pageOf(request), {
      'x-ratelimit-limit': String(REQUESTS),
      'x-ratelimit-remaining': String(REQUESTS - recent.length - 1),
      'x-ratelimit-reset': String(Math.ceil(resetsInMs / 1000)),
    });
  };
  return { url: server.url, seen, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

function pageOf({ path }: Received) {
  const place = Number(new URL(path, 'http://metered').searchParams.get('page'));
  const things = Array.from({ length: PAGE }, (_, index) => ({ id: `${place}-${index}` }));
  return { things, next: place + 1 < PAGES ? place + 1 : null };
}
