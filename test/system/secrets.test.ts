import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { configureCalendar, connectCalendar, lastRun, syncNow } from '../kit/connect-calendar.js';
import { describeEachDatabase } from '../kit/databases.js';
import { startGoogleCalendarServer } from '../kit/google-calendar-server.js';
import { eventually, HubProcess } from '../kit/hub-process.js';
import { startReceiver } from '../kit/outbound/receiver.js';

const EVERYTHING = `query ($id: ID!) {
  viewer { tenantId userId role }
  providers { nodes { id configured redirectUrl defaultScopes actions { inputSchema } } }
  integration(id: $id) {
    accountLabel externalAccountId
    connectionStatus { state grantedScopes credentialsExpireAt problem { message } }
    apiCalls(first: 100) { nodes { endpoint error } }
    syncLogs(first: 100) { nodes { problem { message } } }
    records(first: 20) { nodes { data } }
  }
  scheduledJobs { name failReason }
  outboundEndpoints(first: 5) { nodes { address description deliveries { nodes { error payload log { error } } } } }
}`;

describeEachDatabase((database) => {
  test('keeps every token, code, verifier, secret and key out of log, database and answers', async () => {
    await using place = await database.create();
    const calendar = await startGoogleCalendarServer({ events: 20 });
    calendar.authorization.rotatesRefreshTokens = true;
    const encryptionKey = Buffer.alloc(32, 7).toString('base64');
    await using hub = await HubProcess.start({
      DATABASE_URL: place.url,
      HUB_ENCRYPTION_KEYS: `first:${encryptionKey}`,
      LOG_LEVEL: 'trace',
    });
    const answers: unknown[] = [];
    await using receiver = await startReceiver();
    receiver.answer = () => ({ status: 500 });
    const outbound = await createEndpoint(hub, receiver.url);
    await configureCalendar(hub, calendar);
    const user = await hub.tokenFor({ tenant: 'acme', sub: 'ada' });

    const integrationId = await connectCalendar(hub, { as: user });
    await lastRun(hub, integrationId, { as: user });
    calendar.authorization.expireAccessTokens();
    await syncNow(hub, integrationId, 'FULL', { as: user });
    calendar.breakWith('html');
    await syncNow(hub, integrationId, 'FULL', { as: user });
    calendar.mend();
    calendar.authorization.revokeGrant();
    await syncNow(hub, integrationId, 'FULL', { as: user });
    await eventually(async () => receiver.of('integration.connected').length > 0, 'events to be sent');
    answers.push(await hub.get(EVERYTHING, { id: integrationId }));
    answers.push(await hub.ask(`{ integration(id: "${user}") { id } }`));
    answers.push(await hub.ask('{ viewer { role } }', {}, { as: `${user}x` }));
    await hub.stop();

    const secrets = [
      ...outbound,
      ...calendar.authorization.secrets,
      calendar.authorization.clientSecret,
      hub.operatorKey,
      user,
      encryptionKey,
    ];
    const written = {
      log: hub.output,
      database: await contentOf(place.url, hub.folder),
      // The token that a client put into an id comes back to it in the words of the error at the most.
      answers: JSON.stringify(answers),
    };
    await calendar.close();

    expect(calendar.authorization.refreshes).toBeGreaterThan(0);
    expect(secrets.length).toBeGreaterThan(8);
    for (const [where, text] of Object.entries(written)) {
      expect(
        secrets.filter((secret) => secret !== '' && text.includes(secret)),
        where,
      ).toEqual([]);
    }
  }, 60_000);
});

/** An endpoint with a key in its address, and a secret that was rotated. Gives all three. */
async function createEndpoint(hub: HubProcess, url: string): Promise<string[]> {
  const key = 'key-in-an-address';
  const { createOutboundEndpoint: created } = await hub.get<{
    createOutboundEndpoint: { endpoint: { id: string }; secret: string };
  }>(
    `mutation ($address: String!) {
      createOutboundEndpoint(input: { address: $address, eventTypes: [INTEGRATION_CONNECTED, SYNC_FAILED] }) {
        endpoint { id } secret
      }
    }`,
    { address: `${url}?key=${key}` },
  );
  const { rotateOutboundEndpointSecret: rotated } = await hub.get<{
    rotateOutboundEndpointSecret: { secret: string };
  }>('mutation ($id: ID!) { rotateOutboundEndpointSecret(input: { endpointId: $id }) { secret } }', {
    id: created.endpoint.id,
  });
  return [key, created.secret, rotated.secret];
}

/** Everything that the database holds, as text: each file of SQLite and of the folder, each row of PostgreSQL. */
async function contentOf(url: string, folder: string): Promise<string> {
  if (url.startsWith('sqlite:')) return filesIn(join(url.slice('sqlite:'.length), '..'));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows: tables } = await client.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
  );
  const parts: string[] = [await filesIn(join(folder, 'data')).catch(() => '')];
  for (const { name } of tables) parts.push(JSON.stringify((await client.query(`select * from ${name}`)).rows));
  await client.end();
  return parts.join('\n');
}

async function filesIn(folder: string): Promise<string> {
  const names = await readdir(folder);
  return (await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')))).join('\n');
}
