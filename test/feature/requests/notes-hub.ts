import { z } from 'zod';
import { defineAction, defineProvider, type Fetch } from '../../../src/providers/provider.js';
import type { TestDatabase } from '../../kit/databases.js';
import { openHubHere, OPERATOR_KEY } from '../../kit/hub-here.js';
import { startProvider } from './provider-server.js';

interface NotesApi {
  fetch: Fetch;
  apiUrl: string;
}

const tone = z.enum(['calm', 'veryLoud']).meta({ title: 'Tone', description: 'How it is said.' });

const line = z.object({ text: z.string().max(100), size: z.int32().min(1).optional() }).meta({ title: 'Line' });

const addNoteOutput = z.object({
  id: z.string().describe('Of the note.'),
  tone: tone.nullable(),
  addedAt: z.iso.datetime().nullable(),
  url: z.url().nullable(),
  lines: z.array(z.object({ text: z.string() })).describe('As they were kept.'),
  raw: z.unknown(),
});

/** An action that uses each shape for which there is a GraphQL type. */
export const addNote = defineAction({
  name: 'addNote',
  description: 'Adds a note.',
  input: z.object({
    title: z.string().min(1).max(40).describe('One line.'),
    tone: tone.default('calm'),
    lines: z.array(line).max(10).default([]),
    weight: z.number().optional(),
    isPinned: z.boolean().optional(),
    remindAt: z.iso.datetime({ offset: true }).optional(),
    dueDate: z.iso.date().optional(),
    link: z.url().optional(),
    folder: z.string().nullable().optional().describe('Null takes it out of its folder.'),
    labels: z.record(z.string().max(10), z.string()).optional(),
    blocks: z.array(z.looseObject({ type: z.string() })).optional(),
  }),
  output: addNoteOutput,
  async run({ api, input, signal }: { api: NotesApi; input: unknown; signal: AbortSignal }) {
    const body = JSON.stringify(input);
    const response = await api.fetch(`${api.apiUrl}notes`, { method: 'POST', body, signal });
    // Checked by the hub.
    return (await response.json()) as z.output<typeof addNoteOutput>;
  },
});

const notes = defineProvider<NotesApi>({
  id: 'acme-notes',
  name: 'Acme Notes',
  category: 'test',
  docsUrl: 'https://notes.example/docs',
  endpoints: {
    authorizationUrl: 'https://notes.example/authorize',
    tokenUrl: 'https://notes.example/token',
    apiUrl: 'https://notes.example/v1/',
  },
  auth: [{ method: 'API_KEY', headers: ({ apiKey }) => ({ authorization: `Bearer ${apiKey}` }) }],
  limits: { integration: { requests: 10_000, perMs: 1_000 } },
  createApi: (context) => context,
  identify: () => Promise.resolve({ externalId: 'account', label: 'Account' }),
  models: [],
  actions: [addNote],
});

/** The same, for owners to call as they like; it takes idempotency keys. */
const openNotes = {
  ...notes,
  id: 'open-notes',
  name: 'Open Notes',
  idempotencyHeader: 'x-notes-key',
  proxy: { openTo: 'OWNER', headers: ['x-notes-version'] },
} as const;

/** Who asks, by the operator's key; the operator where nobody is named. */
export interface Asking {
  tenant?: string;
  user?: string;
}

export const ada: Asking = { tenant: 'acme', user: 'ada' };
export const boss: Asking = { tenant: 'acme' };

const CONFIGURE = `mutation ($input: ConfigureProviderInput!) { configureProvider(input: $input) { userErrors { message } } }`;
const CONNECT = `mutation ($input: ConnectWithApiKeyInput!) {
  connectWithApiKey(input: $input) { integration { id } userErrors { message } }
}`;

export const API_KEY = 'the-key-of-ada';

/** The whole hub before a provider whose answers the test writes, with an account of ada's there. */
export async function openNotesHub(database: TestDatabase) {
  const server = await startProvider();
  const hub = await openHubHere(database, { definitions: [notes, openNotes] });
  for (const providerId of [notes.id, openNotes.id]) {
    await hub.get(CONFIGURE, { input: { providerId, endpoints: { apiUrl: `${server.url}v1/` } } });
  }

  /** The answer of GraphQL as it is, with its errors. @param variables an object, or the text of one. */
  const ask = async <Data>(query: string, variables: object | string, who: Asking = ada) => {
    const response = await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${OPERATOR_KEY}`,
        ...(who.tenant && { 'x-hub-tenant': who.tenant }),
        ...(who.user && { 'x-hub-user': who.user }),
      },
      body: `{"query":${JSON.stringify(query)},"variables":${textOf(variables)}}`,
    });
    return (await response.json()) as { data?: Data; errors?: { message: string; extensions: { code: string } }[] };
  };
  const connect = async (providerId: string): Promise<string> => {
    type Connected = { connectWithApiKey: { integration: { id: string } | null } };
    const { data } = await ask<Connected>(CONNECT, { input: { providerId, apiKey: API_KEY } });
    return data?.connectWithApiKey.integration?.id ?? '';
  };

  return {
    hub,
    server,
    ask,
    integrationId: await connect(notes.id),
    openId: await connect(openNotes.id),
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

function textOf(variables: object | string): string {
  return typeof variables === 'string' ? variables : JSON.stringify(variables);
}

export type NotesHub = Awaited<ReturnType<typeof openNotesHub>>;
