import { Field, ObjectType } from 'type-graphql';
import { z } from 'zod';
import type { AppOverrides } from '../../src/app.js';
import { HubError } from '../../src/platform/errors/hub-error.js';
import type { Delivery } from '../../src/platform/signatures/signature-scheme.js';
import { stripeScheme } from '../../src/platform/signatures/stripe-scheme.js';
import {
  defineModel,
  defineProvider,
  WebhookUnreadable,
  type ProviderDefinition,
  type WebhookChange,
  type WebhookRequest,
} from '../../src/providers/provider.js';
import { RecordType } from '../../src/records/record.type.js';
import type { Row } from '../../src/tables.js';
import type { TestDatabase } from './databases.js';
import { openHubHere, type HubHere } from './hub-here.js';
import { eventually } from './hub-process.js';
import { addIntegration, addSync } from './rows.js';

export const WEBHOOK_SECRET = 'whsec_of-the-webhook-tests';

interface NoteData {
  id: string;
  text?: string;
}

@ObjectType('Note', { implements: RecordType, description: 'A note of the pushing provider of the tests.' })
class Note extends RecordType<NoteData> {
  @Field(() => String, { nullable: true })
  get text(): string | null {
    return this.data.text ?? null;
  }
}

/** What the pushing provider sends. */
export interface NoteEvent {
  id: string;
  type: string;
  account?: string;
  /** Seconds, as the version. */
  created: number;
  note?: NoteData;
}

/** How the test lets the provider behave. */
export interface Behaviour {
  /** Called as an event is worked on. */
  onChanges?(event: NoteEvent): void | Promise<void>;
  /** What a run reads. */
  notes(): readonly NoteData[] | Promise<readonly NoteData[]>;
}

/** A provider that pushes notes, signed as Stripe does, and that can be read. */
export function pushingProvider(behaviour: Behaviour): ProviderDefinition {
  return defineProvider({
    id: 'pushes',
    name: 'Pushes',
    category: 'test',
    docsUrl: 'https://pushes.example/docs',
    endpoints: {
      authorizationUrl: 'https://pushes.example/authorize',
      tokenUrl: 'https://pushes.example/token',
      apiUrl: 'https://pushes.example/api/',
    },
    auth: [{ method: 'API_KEY', headers: ({ apiKey }) => ({ authorization: apiKey }) }],
    limits: { integration: { requests: 100, perMs: 1000 } },
    createApi: () => null,
    identify: () => Promise.resolve({ externalId: 'acct', label: 'Account' }),
    models: [
      defineModel({
        name: 'Note',
        record: z.looseObject({ id: z.string().min(1), text: z.string().optional() }),
        cursor: z.string(),
        checkpoint: z.string(),
        type: Note,
        idOf: ({ id }) => id,
        supportsIncremental: true,
        supportsRealtime: true,
        schedule: { full: '1 week', incremental: '1 day' },
        async *pages() {
          yield { records: await behaviour.notes(), checkpoint: null, cursor: 'c' };
        },
      }),
    ],
    actions: [],
    webhook: {
      scheme: stripeScheme,
      read(delivery) {
        const event = readEvent(delivery);
        if (event.type === 'ping') return { kind: 'ANSWER', body: 'pong', contentType: 'text/plain' };
        const accounts = event.account === undefined ? [] : [event.account];
        return { kind: 'EVENT', id: event.id, isIdInBody: true, type: event.type, accounts };
      },
      changes: (request) => changesOf(request, behaviour),
    },
  });
}

function readEvent({ body }: Pick<Delivery, 'body'>): NoteEvent {
  try {
    return JSON.parse(body.toString()) as NoteEvent;
  } catch {
    throw new WebhookUnreadable('The body is not JSON.');
  }
}

async function* changesOf({ event }: WebhookRequest, behaviour: Behaviour): AsyncGenerator<WebhookChange> {
  const told = readEvent(event);
  await behaviour.onChanges?.(told);
  const { type, note, created } = told;
  if (type === 'note.hint') yield { model: 'Note', poll: true };
  if (type === 'note.failing') throw new HubError('PROVIDER_UNAVAILABLE', 'Pushes does not answer.');
  if (note === undefined) return;
  if (type === 'note.deleted') yield { model: 'Note', deleted: [{ externalId: note.id, version: created }] };
  else yield { model: 'Note', records: [note], version: created };
}

export interface WebhookStage extends AsyncDisposable {
  hub: HubHere;
  behaviour: Behaviour;
  integration: Row<'integration'>;
  sync: Row<'sync'>;
  /** Delivers an event as the provider would. */
  deliver(
    event: Partial<NoteEvent>,
    options?: { path?: string; secret?: string; headers?: Record<string, string> },
  ): Promise<Response>;
  events(): Promise<Row<'webhook_event'>[]>;
  /** Waits until nothing more comes of any event by itself. */
  settled(): Promise<Row<'webhook_event'>[]>;
  live(): Promise<{ externalId: string; text: string | undefined }[]>;
  logs(): Promise<Row<'sync_log'>[]>;
}

/** A hub with the pushing provider, and an account `acct_1` that is linked to it. */
export async function openWebhookStage(
  database: TestDatabase,
  overrides: AppOverrides = {},
  env: Record<string, string> = {},
): Promise<WebhookStage> {
  const behaviour: Behaviour = { notes: () => [] };
  const hub = await openHubHere(database, { definitions: [pushingProvider(behaviour)], ...overrides }, env);
  const { db } = hub.app.database;
  await configureSecret(hub, WEBHOOK_SECRET);
  const integration = await addIntegration(db, { providerId: 'pushes', externalAccountId: 'acct_1' });
  const sync = await addSync(db, { integrationId: integration.id, model: 'Note', lastSuccessAt: 1 });
  const events = () => db.selectFrom('webhook_event').selectAll().orderBy('id').execute();
  let count = 0;

  return {
    hub,
    behaviour,
    integration,
    sync,
    events,
    deliver(event, { path = '/webhooks/pushes', secret = WEBHOOK_SECRET, headers } = {}) {
      count += 1;
      const whole = { id: `evt_${count}`, type: 'note.created', account: 'acct_1', created: count, ...event };
      return deliverRaw(hub, JSON.stringify(whole), { path, secret, headers });
    },
    async settled() {
      await eventually(async () => {
        const found = await events();
        return found.length > 0 && found.every(({ state }) => state !== 'RECEIVED' && state !== 'PROCESSING');
      }, 'events to be worked on');
      return events();
    },
    async live() {
      const rows = await db
        .selectFrom('record')
        .select(['externalId', 'data'])
        .where('deletedAt', 'is', null)
        .orderBy('externalId')
        .execute();
      return rows.map(({ externalId, data }) => ({ externalId, text: (JSON.parse(data) as NoteData).text }));
    },
    logs: () => db.selectFrom('sync_log').selectAll().orderBy('id').execute(),
    [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose](),
  };
}

/** Sends a body, signed with a secret. */
export function deliverRaw(
  hub: Pick<HubHere, 'url' | 'now'>,
  body: string,
  {
    path = '/webhooks/pushes',
    secret = WEBHOOK_SECRET,
    headers: more = {},
  }: { path?: string; secret?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  const bytes = Buffer.from(body);
  const message = { body: bytes, key: { secret }, id: '', now: hub.now(), url: hub.url + path };
  const headers = { 'content-type': 'application/json', ...stripeScheme.sign?.(message), ...more };
  return fetch(hub.url + path, { method: 'POST', headers, body: bytes });
}

export async function configureSecret(hub: HubHere, webhookSecret: string): Promise<void> {
  await hub.get(
    `mutation ($secret: String!) {
      configureProvider(input: { providerId: "pushes", webhookSecret: $secret }) { userErrors { message } }
    }`,
    { secret: webhookSecret },
  );
}
