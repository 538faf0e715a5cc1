import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseEncryptionKeys, readConfig } from '../../../src/config.js';
import { newId } from '../../../src/platform/id.js';
import { Sealer } from '../../../src/platform/sealing/sealer.js';
import { googleChannelScheme } from '../../../src/platform/signatures/google-channel-scheme.js';
import { providers } from '../../../src/providers/index.js';
import type { ProviderDefinition } from '../../../src/providers/provider.js';
import { sendWebhook, type SentWebhook } from '../../../src/webhook-sender.js';
import { subscriptionSecretPlace } from '../../../src/webhooks/subscriptions/subscription-secret.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { openHubHere, type HubHere } from '../../kit/hub-here.js';
import { freePort } from '../../kit/hub-process.js';
import { addIntegration } from '../../kit/rows.js';
import { senderProvider } from '../../kit/sender-provider.js';

const SECRET = 'whsec_of_the_sender_tests';
const CHANNEL_SECRET = 'token-of-the-channel';

const { provider: bells } = senderProvider({ scheme: googleChannelScheme, samples: { ring: () => ({ body: '' }) } });
const definitions = [...providers, bells];

/** Where only the provider has the key, a sample is for tests of what it reads. */
const samples = definitions
  .filter(({ webhook }) => webhook?.scheme.sign !== undefined)
  .flatMap((provider) => Object.keys(provider.webhook?.samples ?? {}).map((event) => ({ provider, event })));

interface Sender extends AsyncDisposable {
  hub: HubHere;
  send(...args: string[]): Promise<SentWebhook>;
  events(): Promise<{ type: string; addressedTo: string | null }[]>;
}

describeEachDatabase((database) => {
  test('sends every sample of every provider so that the hub takes and stores it', async () => {
    await using sender = await openSender(database);
    const channels = await openChannels(sender.hub);

    const statuses = new Map<string, number>();
    for (const { provider, event } of samples) {
      const { status } = await sender.send(provider.id, event, ...(channels.get(provider.id) ?? []));
      statuses.set(`${provider.id} ${event}`, status);
    }

    expect(new Set(samples.map(({ provider }) => provider.id)).size).toBeGreaterThan(2);
    expect(statuses).toEqual(new Map(samples.map(({ provider, event }) => [`${provider.id} ${event}`, 200])));
    expect((await sender.events()).map(({ type }) => type).toSorted()).toEqual(
      samples.map(({ event }) => event).toSorted(),
    );
  });

  test("sends to an integration's own address, and a body from a file", async () => {
    await using sender = await openSender(database);
    const { id } = await addIntegration(sender.hub.app.database.db, { providerId: 'stripe' });
    const path = join(tmpdir(), `${newId('whe')}.json`);
    onTestFinished(() => rm(path));
    await writeFile(
      path,
      JSON.stringify({
        id: 'evt_of_a_file',
        object: 'event',
        type: 'charge.refunded',
        created: 1,
        data: { object: { id: 'ch_1' } },
      }),
    );

    const sent = await sender.send('stripe', 'charge.refunded', '--integration', id, '--file', path);

    expect(sent).toEqual({ url: `${sender.hub.url}/webhooks/stripe/${id}`, status: 200, body: 'ok' });
    expect(await sender.events()).toEqual([{ type: 'charge.refunded', addressedTo: id }]);
  });

  test('tells what the hub refuses', async () => {
    await using sender = await openSender(database);

    const { status, body } = await sender.send('stripe', 'invoice.paid', '--secret', 'whsec_somebody_elses');

    expect(status).toBe(401);
    expect(body).toContain('This delivery is not proven to come from the provider.');
    expect(await sender.events()).toEqual([]);
  });
});

test('says where no hub answers, and which file is not there', async () => {
  const config = readConfig({ STRIPE_WEBHOOK_SECRET: SECRET }, ['stripe']);
  const send = (...args: string[]) => sendWebhook(args, { definitions, config, clock: Date.now });
  const url = `http://127.0.0.1:${await freePort()}`;

  await expect(send('stripe', 'invoice.paid', '--url', url)).rejects.toThrow(
    `No hub answers at ${url}. Start it with npm start, or say by --url where it is.`,
  );
  await expect(send('stripe', 'invoice.paid', '--file', '/nowhere/body.json')).rejects.toThrow(
    '--file /nowhere/body.json cannot be read (ENOENT).',
  );
});

/** A hub with the real providers, and the command with the environment that fits it. */
async function openSender(database: TestDatabase): Promise<Sender> {
  const hub = await openHubHere(database, { definitions });
  for (const { id, webhook } of definitions) {
    if (webhook !== undefined) await configureSecret(hub, id);
  }
  const secrets = Object.fromEntries(
    definitions.map(({ id }) => [`${id.toUpperCase().replaceAll('-', '_')}_WEBHOOK_SECRET`, SECRET]),
  );
  const config = readConfig(
    { ...hub.env, ...secrets },
    definitions.map(({ id }) => id),
  );
  return {
    hub,
    send: (...args) => sendWebhook(args, { definitions, config, clock: hub.now }),
    events: () =>
      hub.app.database.db.selectFrom('webhook_event').select(['type', 'addressedTo']).orderBy('id').execute(),
    [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose](),
  };
}

async function configureSecret(hub: HubHere, providerId: string): Promise<void> {
  await hub.get(
    `mutation ($input: ConfigureProviderInput!) { configureProvider(input: $input) { userErrors { message } } }`,
    { input: { providerId, webhookSecret: SECRET } },
  );
}

/** Opens a channel of each provider that proves deliveries by one; gives the options that name it. */
async function openChannels(hub: HubHere): Promise<ReadonlyMap<string, string[]>> {
  const byChannel = definitions.filter(({ webhook }) => webhook?.scheme.bySubscription);
  return new Map(
    await Promise.all(byChannel.map(async (provider) => [provider.id, await openChannel(hub, provider)] as const)),
  );
}

async function openChannel(hub: HubHere, { id: providerId }: ProviderDefinition): Promise<string[]> {
  const { db } = hub.app.database;
  const sealer = new Sealer(parseEncryptionKeys(hub.env.HUB_ENCRYPTION_KEYS ?? '', 'HUB_ENCRYPTION_KEYS'));
  const integration = await addIntegration(db, { providerId, state: 'DISCONNECTED' });
  const id = newId('wsub');
  await db
    .insertInto('webhook_subscription')
    .values({
      id,
      integrationId: integration.id,
      subject: 'everything',
      state: 'ACTIVE',
      externalId: id,
      resource: 'resource-1',
      sealedSecret: await sealer.seal(subscriptionSecretPlace(id), CHANNEL_SECRET),
      failures: 0,
      createdAt: hub.now(),
    })
    .execute();
  const options = { integration: integration.id, channel: id, resource: 'resource-1', secret: CHANNEL_SECRET };
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
}
