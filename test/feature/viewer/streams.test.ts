import { once } from 'node:events';
import { SignJWT } from 'jose';
import { createClient, type Client } from 'graphql-ws';
import { describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import {
  asOperator,
  connectSse,
  JWT_SECRET,
  openWebSocket,
  startStage,
  type GraphQLStage,
} from '../../kit/graphql-stage.js';

/** Valid for its few seconds of grace, and expired for streams. */
function expiringToken(): Promise<string> {
  return new SignJWT({ sub: 'ada', tenant: 'acme' })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('2 seconds ago')
    .sign(new TextEncoder().encode(JWT_SECRET));
}

describe('a stream', () => {
  test('over SSE ends in words when its token expires', async () => {
    await using stage = await startStage();
    await using client = connectSse(stage, { authorization: `Bearer ${await expiringToken()}` });
    const ticks = client.subscribe('subscription { ticked }');

    const last = await ticks.next();
    const end = await ticks.next();

    expect(last.value).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(end.done).toBe(true);
    await vi.waitFor(() => expect(stage.listeners()).toBe(0));
  });

  test('over WebSocket closes when its token expires', async () => {
    await using stage = await startStage();
    const client = openWebSocket(stage, { authorization: `Bearer ${await expiringToken()}` });

    const closed = await closeOf(client);

    expect(closed).toMatchObject({ code: 4403, reason: 'Your token or session has expired.' });
  });
});

describe('a WebSocket', () => {
  test('with a wrong token is closed in words', async () => {
    await using stage = await startStage();
    const client = openWebSocket(stage, { Authorization: 'Bearer nonsense' });

    const closed = await closeOf(client);

    expect(closed).toMatchObject({
      code: 4403,
      reason: 'Your token is refused: it is neither the operator key nor a JWT.',
    });
  });

  test('knows the session of the page that opened it, and no other page', async () => {
    await using stage = await startStage();
    const { headers } = await fetch(`${stage.origin}/session`, { method: 'POST', headers: asOperator() });
    const cookie = headers.get('set-cookie')!.split(';')[0]!;

    const own = await askFromPage(stage, { cookie, origin: stage.origin });
    const foreign = await closeOf(openFromPage(stage, { cookie, origin: 'https://evil.test' }));

    expect(own).toEqual({ data: { who: 'default/operator OPERATOR session' } });
    expect(foreign.code).toBe(4403);
  });

  test('cannot claim another cookie or origin in its parameters', async () => {
    await using stage = await startStage();
    const { headers } = await fetch(`${stage.origin}/session`, { method: 'POST', headers: asOperator() });
    const cookie = headers.get('set-cookie')!.split(';')[0]!;
    const client = openWebSocket(stage, { cookie, origin: stage.origin });

    const answer = client.iterate({ query: '{ who }' }).next();

    await expect(answer).rejects.toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  test('at another address is refused', async () => {
    await using stage = await startStage();
    const socket = new WebSocket(`${stage.origin.replace('http', 'ws')}/elsewhere`, 'graphql-transport-ws');

    const [error] = (await once(socket, 'error')) as [Error];

    expect(error.message).toContain('404');
  });
});

function openFromPage(stage: GraphQLStage, headers: Record<string, string>): Client {
  class PageSocket extends WebSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol, { headers });
    }
  }
  return createClient({
    url: stage.url.replace('http', 'ws'),
    webSocketImpl: PageSocket,
    retryAttempts: 0,
    lazy: false,
    onNonLazyError: () => undefined,
  });
}

async function askFromPage(stage: GraphQLStage, headers: Record<string, string>) {
  const client = openFromPage(stage, headers);
  const { value } = await client.iterate({ query: '{ who }' }).next();
  await client.dispose();
  return value;
}

function closeOf(client: Client): Promise<{ code: number; reason: string }> {
  const closed = new Promise<{ code: number; reason: string }>((resolve) => client.on('closed', resolve as never));
  client.subscribe(
    { query: 'subscription { ticked }' },
    { next: () => undefined, error: () => undefined, complete: () => undefined },
  );
  return closed;
}
