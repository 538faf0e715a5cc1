// The provider of docs/adding-a-provider.md, as it stands there, in the whole hub.
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProviderDefinition } from '../../../src/providers/provider.js';
import { AcmeContactsServer } from '../../kit/acme-contacts-server.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { snippetsIn } from '../../kit/docs.js';
import { openHubHere } from '../../kit/hub-here.js';
import { eventually } from '../../kit/hub-process.js';
import { LaidSnippets } from '../../kit/laid-snippets.js';
import { TestBrowser } from '../../kit/oauth-browser.js';
import { CLIENT_ID, CLIENT_SECRET, startOAuthServer } from '../../kit/oauth-server.js';

const WEBHOOK_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

const CONFIGURE = `mutation ($input: ConfigureProviderInput!) { configureProvider(input: $input) { userErrors { message } } }`;
const START = `mutation { startOAuth(input: { providerId: "acme" }) { authorizationUrl userErrors { message } } }`;
const ADD = `mutation ($input: AcmeAddContactInput!) {
  acmeAddContact(input: $input) { output { id } userErrors { code message } }
}`;
const SYNC = `mutation ($input: TriggerSyncInput!) { triggerSync(input: $input) { userErrors { message } } }`;
const SEEN = `query ($id: ID!) {
  integration(id: $id) {
    accountLabel
    connectionStatus { state }
    webhookEvents { nodes { state } }
    records(first: 100) { nodes { externalId deletedAt ... on AcmeContact { email } } }
  }
}`;

interface Seen {
  accountLabel: string;
  connectionStatus: { state: string };
  webhookEvents: { nodes: { state: string }[] };
  records: { nodes: { externalId: string; deletedAt: string | null; email: string | null }[] };
}

const example = snippetsIn('ts').filter(
  ({ document, section }) => document === 'docs/adding-a-provider.md' && section === 'A whole provider',
);

test('is shorter than 120 lines', () => {
  const lines = example.flatMap(({ code }) => code.trimEnd().split('\n'));

  expect(lines.length).toBeGreaterThan(50);
  expect(lines.length).toBeLessThan(120);
});

let laid: LaidSnippets;
let acme: ProviderDefinition;

beforeAll(async () => {
  laid = new LaidSnippets(example);
  const entry = join(laid.folder, 'src/providers/acme/acme.provider.ts');
  ({ acme } = (await import(entry)) as { acme: ProviderDefinition });
});

afterAll(() => laid[Symbol.dispose]());

test('is taken by the compiler', () => {
  expect(laid.compile()).toBe('');
});

describeEachDatabase((database) => {
  test('is connected by OAuth and synced', async () => {
    await using on = await open(database);
    for (const name of ['ada', 'ben', 'chiara']) on.server.add(`${name}@example.com`);

    await on.connect();

    await eventually(async () => (await on.emails()).length === 3, 'the contacts to arrive');
    expect(await on.see()).toMatchObject({ accountLabel: 'Ada Inc.', connectionStatus: { state: 'CONNECTED' } });
    expect(await on.emails()).toEqual(['ada@example.com', 'ben@example.com', 'chiara@example.com']);
  });

  test('adds a contact, which the next run finds, and says what is no address', async () => {
    await using on = await open(database);
    on.server.add('ada@example.com');
    const integrationId = await on.connect();
    await eventually(async () => (await on.emails()).length === 1, 'the contact to arrive');
    const add = async (email: string) =>
      (await on.hub.get<{ acmeAddContact: object }>(ADD, { input: { integrationId, email } })).acmeAddContact;

    const added = await add('ben@example.com');
    const refused = await add('nobody');
    await on.hub.get(SYNC, { input: { integrationId, kind: 'INCREMENTAL' } });
    await eventually(async () => (await on.emails()).length === 2, 'the new contact to arrive');

    expect(added).toEqual({ output: { id: 'contact_2' }, userErrors: [] });
    expect(refused).toMatchObject({ output: null, userErrors: [{ code: 'BAD_INPUT' }] });
    expect(await on.emails()).toEqual(['ada@example.com', 'ben@example.com']);
  });

  test('takes in what a signed webhook tells, in any order, and refuses others', async () => {
    await using on = await open(database);
    on.server.add('ada@example.com');
    await on.connect();
    await eventually(async () => (await on.emails()).length === 1, 'the contact to arrive');

    const forged = await on.deliver({ version: 9, email: 'mallory@example.com' }, 'whsec_c29tZWJvZHkgZWxzZSdz');
    const signed = await on.deliver({ version: 2, email: 'ada@acme.example' });
    await on.deliver({ version: 1, email: 'too.late@example.com' });
    await on.settled(2);
    const afterChange = await on.emails();
    await on.deliver({ version: 3, type: 'contact.deleted' });
    await on.settled(3);

    expect([forged.status, signed.status]).toEqual([401, 200]);
    expect(afterChange).toEqual(['ada@acme.example']);
    expect(await on.emails()).toEqual([]);
  });
});

/** A hub that knows the example's provider only, before small servers for its OAuth and its API. */
async function open(database: TestDatabase) {
  const oauth = await startOAuthServer();
  const server = new AcmeContactsServer((token) => oauth.secrets.includes(token));
  await server.listen();
  const hub = await openHubHere(database, { definitions: [acme] });
  const { authorizationUrl, tokenUrl } = oauth.endpoints;
  await hub.get(CONFIGURE, {
    input: {
      providerId: 'acme',
      clientId: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      webhookSecret: WEBHOOK_SECRET,
      endpoints: { authorizationUrl, tokenUrl, apiUrl: server.url },
    },
  });
  let integrationId = '';
  let count = 0;
  const see = async () => (await hub.get<{ integration: Seen }>(SEEN, { id: integrationId })).integration;
  return {
    hub,
    server,
    see,
    async connect(): Promise<string> {
      const browser = new TestBrowser();
      const cookies = { keep: (response: Response) => browser.keep(hub.url, response) };
      const { startOAuth } = await hub.get<{ startOAuth: { authorizationUrl: string } }>(START, {}, { cookies });
      const { url } = await browser.visit(startOAuth.authorizationUrl);
      integrationId = url.searchParams.get('integrationId') ?? '';
      return integrationId;
    },
    /** Of the contacts that the hub has, by their ids. */
    async emails(): Promise<(string | null)[]> {
      const nodes = (await see()).records.nodes.filter(({ deletedAt }) => deletedAt === null);
      return nodes.toSorted((a, b) => (a.externalId < b.externalId ? -1 : 1)).map(({ email }) => email);
    },
    /** Waits until so many events have had their effect. */
    async settled(events: number): Promise<void> {
      const states = async () => (await see()).webhookEvents.nodes.map(({ state }) => state);
      await eventually(
        async () => (await states()).filter((state) => state === 'COMPLETED').length === events,
        'the events to be worked on',
      );
    },
    /** Tells of the first contact, as Acme would, signed by the library that Standard Webhooks publishes. */
    deliver(
      { version, type = 'contact.changed', email }: { version: number; type?: string; email?: string },
      secret = WEBHOOK_SECRET,
    ): Promise<Response> {
      const id = `evt_${(count += 1)}`;
      const contact = { id: 'contact_1', email };
      const body = JSON.stringify({ id, type, account: 'account_1', version, contact });
      const now = new Date();
      const headers = {
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(id, now, body),
      };
      return fetch(`${hub.url}/webhooks/acme`, { method: 'POST', headers, body });
    },
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
      await oauth[Symbol.asyncDispose]();
    },
  };
}
