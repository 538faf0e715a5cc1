// The whole hub before test/kit/gmail, a small server that answers as Gmail documents it.
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { googlePubsubScheme } from '../../../src/platform/signatures/google-pubsub-scheme.js';
import { gmail } from '../../../src/providers/gmail/gmail.provider.js';
import type { ProviderDefinition, WebhookDefinition } from '../../../src/providers/provider.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { GmailServer } from '../../kit/gmail/gmail-server.js';
import { openHubHere } from '../../kit/hub-here.js';
import { eventually } from '../../kit/hub-process.js';

const PUSH_ACCOUNT = 'push@acme.iam.gserviceaccount.com';
const TOPIC = 'projects/acme/topics/gmail';
const DAY_MS = 86_400_000;

const google = await generateKeyPair('RS256');
const jwks = createLocalJWKSet({ keys: [{ ...(await exportJWK(google.publicKey)), kid: 'k1' }] });

/** With keys of the test in the place of Google's, and linked by a key, which spares the consent. */
const definition: ProviderDefinition = {
  ...gmail,
  auth: [{ method: 'API_KEY', headers: ({ apiKey }) => ({ authorization: `Bearer ${apiKey}` }) }],
  webhook: { ...(gmail.webhook as WebhookDefinition), scheme: googlePubsubScheme({ jwks }) },
};

const CONFIGURE = `mutation ($input: ConfigureProviderInput!) { configureProvider(input: $input) { userErrors { message } } }`;
const CONNECT = `mutation ($input: ConnectWithApiKeyInput!) {
  connectWithApiKey(input: $input) { integration { id } userErrors { message } }
}`;
const DISCONNECT = `mutation ($input: DisconnectIntegrationInput!) { disconnectIntegration(input: $input) { userErrors { message } } }`;
const RUN = `mutation ($input: RunActionInput!) { runAction(input: $input) { output userErrors { code message } } }`;
const SEEN = `query ($id: ID!) {
  integration(id: $id) {
    accountLabel
    syncs { state }
    records(first: 100) {
      nodes {
        deletedAt
        ... on EmailMessage { messageId subject from { name address } isUnread }
      }
    }
  }
}`;

interface Seen {
  integration: {
    accountLabel: string;
    syncs: { state: string }[];
    records: { nodes: { deletedAt: string | null; messageId: string }[] };
  };
}

async function open(database: TestDatabase, environment: Record<string, string> = { GMAIL_WEBHOOK_TOPIC: TOPIC }) {
  const server = await GmailServer.start();
  const hub = await openHubHere(database, { definitions: [definition] }, environment);
  await hub.get(CONFIGURE, {
    input: { providerId: 'gmail', endpoints: { apiUrl: server.url }, webhookSecret: PUSH_ACCOUNT },
  });
  const see = async (id: string) => (await hub.get<Seen>(SEEN, { id })).integration;
  return {
    server,
    hub,
    see,
    async connect(): Promise<string> {
      const { connectWithApiKey } = await hub.get<{ connectWithApiKey: { integration: { id: string } } }>(CONNECT, {
        input: { providerId: 'gmail', apiKey: 'a-token-of-ada' },
      });
      const { id } = connectWithApiKey.integration;
      await eventually(
        async () => (await see(id)).syncs.every(({ state }) => state === 'SUCCEEDED'),
        'the sync to end',
      );
      return id;
    },
    async push(emailAddress: string): Promise<number> {
      const url = `${hub.url}/webhooks/gmail`;
      const claims = { email: PUSH_ACCOUNT, email_verified: true };
      const token = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
        .setIssuer('https://accounts.google.com')
        .setAudience(url)
        .setExpirationTime('1h')
        .sign(google.privateKey);
      const data = Buffer.from(JSON.stringify({ emailAddress, historyId: 1 })).toString('base64');
      const { status } = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ message: { data, messageId: crypto.randomUUID() }, subscription: 'projects/acme/…' }),
      });
      return status;
    },
    /** Ids of the subscriptions that are in force: the last, and until it is removed the one before. */
    async active(): Promise<string[]> {
      const rows = hub.app.database.db.selectFrom('webhook_subscription').select('id').where('state', '=', 'ACTIVE');
      return (await rows.execute()).map(({ id }) => id);
    },
    /** What the minute's job does. */
    keepSubscriptions: () => hub.app.features.jobs.enqueue('keep-webhook-subscriptions', {}),
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

describeEachDatabase((database) => {
  test('shows a mailbox, and what Pub/Sub says has changed in it', async () => {
    await using on = await open(database);
    const headers = [
      { name: 'From', value: 'Ben <ben@example.com>' },
      { name: 'Subject', value: 'Hello' },
    ];
    on.server.mailbox.add('m1', { labelIds: ['INBOX', 'UNREAD'], payload: { headers } });
    on.server.mailbox.add('m2');
    const id = await on.connect();
    const before = await on.see(id);
    on.server.mailbox.add('m3');
    on.server.mailbox.remove('m2');

    const status = await on.push('ada@example.com');

    const live = async () => (await on.see(id)).records.nodes.filter(({ deletedAt }) => deletedAt === null);
    const ids = async () => (await live()).map(({ messageId }) => messageId).toSorted();
    await eventually(async () => (await ids()).join() === 'm1,m3', 'the changes to be there');
    expect(status).toBe(200);
    expect(before.accountLabel).toBe('ada@example.com');
    expect(before.records.nodes).toContainEqual({
      deletedAt: null,
      messageId: 'm1',
      subject: 'Hello',
      from: { name: 'Ben', address: 'ben@example.com' },
      isUnread: true,
    });
  });

  test('reads everything anew where the history has ended', async () => {
    await using on = await open(database);
    on.server.mailbox.add('m1');
    const id = await on.connect();
    on.server.mailbox.lose('m1');
    on.server.mailbox.add('m2');
    on.server.mailbox.add('m3');
    on.server.mailbox.forgetHistory();

    await on.push('ada@example.com');

    const found = async () => (await on.see(id)).records.nodes.map(({ messageId }) => messageId);
    await eventually(async () => (await found()).includes('m3'), 'the new messages to be there');
    expect(await found()).toContain('m2');
  });

  test('has Gmail watch the mailbox, each day anew, until it is unlinked', async () => {
    await using on = await open(database);
    const id = await on.connect();
    await eventually(async () => (await on.active()).length === 1, 'the watch');
    const [first] = await on.active();
    on.hub.advance(0.95 * DAY_MS);

    await on.keepSubscriptions();
    await eventually(async () => (await on.active()).some((one) => one !== first), 'the next watch');
    const { watchedBy } = on.server;
    await on.hub.get(DISCONNECT, { input: { integrationId: id } });

    expect(on.server.asked.filter(({ path }) => path === 'watch')).toHaveLength(2);
    expect(watchedBy).toBe(TOPIC);
    expect(on.server.watchedBy).toBeNull();
  });

  test('asks for nothing where no topic was named', async () => {
    await using on = await open(database, {});

    await on.connect();
    await on.keepSubscriptions();

    const nextCheck = async () => {
      const { subscriptionsCheckAt } = await on.hub.app.database.db
        .selectFrom('integration')
        .select('subscriptionsCheckAt')
        .executeTakeFirstOrThrow();
      return subscriptionsCheckAt ?? 0;
    };
    await eventually(async () => (await nextCheck()) > Date.now() + DAY_MS / 2, 'the check of today');
    expect(on.server.asked.some(({ path }) => path === 'watch')).toBe(false);
  });

  test('does not send a message twice whose answer was lost', async () => {
    await using on = await open(database);
    const id = await on.connect();
    const sends = () => on.server.asked.filter(({ path }) => path === 'messages/send').length;
    on.server.instead = ({ path }) => (path === 'messages/send' ? { status: 503 } : null);

    const { runAction } = await on.hub.get<{ runAction: { userErrors: { message: string }[] } }>(RUN, {
      input: {
        integrationId: id,
        action: 'sendEmail',
        input: { to: ['ben@example.com'], subject: 'Hi', text: 'Hello' },
      },
    });

    expect(sends()).toBe(1);
    expect(runAction.userErrors).toMatchObject([
      {
        code: 'PROVIDER_UNAVAILABLE',
        message: expect.stringContaining('Look at Gmail before you try again'),
      },
    ]);
  });
});
