import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import {
  asOperator,
  connectHttp,
  JWT_SECRET,
  OPERATOR_KEY,
  startStage,
  type GraphQLStage,
} from '../../kit/graphql-stage.js';

const HOUR = 3_600_000;

async function signIn(stage: GraphQLStage, headers: Record<string, string> = asOperator()) {
  const response = await fetch(`${stage.origin}/session`, { method: 'POST', headers });
  return { response, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

async function ask(stage: GraphQLStage, headers: Record<string, string>) {
  await using client = connectHttp(stage, headers);
  return await client.ask('{ who }');
}

describe('a session', () => {
  test('stands in for the key that began it', async () => {
    await using stage = await startStage();

    const { response, cookie } = await signIn(stage);
    const answer = await ask(stage, { cookie });

    expect(await response.json()).toMatchObject({ tenantId: 'default', userId: 'operator', role: 'OPERATOR' });
    expect(answer.data).toEqual({ who: 'default/operator OPERATOR session' });
  });

  test('is out of reach of scripts and of other sites, and holds nothing to read', async () => {
    await using stage = await startStage();

    const { response } = await signIn(stage);

    const header = response.headers.get('set-cookie')!;
    expect(header).toMatch(/^hub_session=ey[\w.-]+; .*Path=\/; .*HttpOnly; SameSite=Lax$/);
    expect(header).not.toContain(OPERATOR_KEY);
  });

  test('ends with the token that began it, and after twelve hours at the latest', async () => {
    const now = Date.UTC(2030, 0, 1);
    await using stage = await startStage({ clock: () => now });
    const token = await new SignJWT({ sub: 'ada', tenant: 'acme', exp: now / 1000 + 3600 })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(JWT_SECRET));

    const [short, long] = await Promise.all([signIn(stage, { authorization: `Bearer ${token}` }), signIn(stage)]);

    expect(await short.response.json()).toMatchObject({ userId: 'ada', expiresAt: new Date(now + HOUR).toISOString() });
    expect(await long.response.json()).toMatchObject({ expiresAt: new Date(now + 12 * HOUR).toISOString() });
  });

  test('that has expired asks to sign in again', async () => {
    let now = Date.UTC(2030, 0, 1);
    await using stage = await startStage({ clock: () => now });
    const { cookie } = await signIn(stage);

    now += 13 * HOUR;
    const answer = await ask(stage, { cookie });

    expect(answer.errors).toMatchObject([
      { message: 'Your session has expired. Sign in again.', extensions: { code: 'UNAUTHENTICATED' } },
    ]);
  });

  test('of another hub is no session', async () => {
    await using ours = await startStage();
    await using other = await startStage({ encryptionKey: new Uint8Array(32).fill(1) });
    const { cookie } = await signIn(other);

    const answer = await ask(ours, { cookie });

    expect(answer.errors).toMatchObject([{ message: 'Your session is no longer valid. Sign in again.' }]);
  });

  test('serves pages of this hub and of allowed origins, and no others', async () => {
    await using stage = await startStage();
    const { cookie } = await signIn(stage);

    const answers = await Promise.all(
      [stage.origin, 'http://hub.test', 'https://product.test', 'https://evil.test', 'null'].map((origin) =>
        ask(stage, { cookie, origin }),
      ),
    );
    const sibling = await ask(stage, { cookie, 'sec-fetch-site': 'same-site' });

    expect([...answers, sibling].map(({ errors }) => errors?.[0]?.extensions?.code ?? 'answered')).toEqual([
      'answered',
      'answered',
      'answered',
      'UNAUTHENTICATED',
      'UNAUTHENTICATED',
      'UNAUTHENTICATED',
    ]);
  });

  test('is not begun by a session, and needs a key', async () => {
    await using stage = await startStage();
    const { cookie } = await signIn(stage);

    const { response } = await signIn(stage, { cookie });

    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
  });

  test('is ended by its browser', async () => {
    await using stage = await startStage();

    const response = await fetch(`${stage.origin}/session`, { method: 'DELETE' });

    expect(response.status).toBe(204);
    expect(response.headers.get('set-cookie')).toMatch(/^hub_session=; .*Expires=Thu, 01 Jan 1970/);
  });

  test('is sent over https only where the hub has https', async () => {
    await using stage = await startStage({ isHttps: true });

    expect(stage.authenticator.sessionCookie).toBe('__Host-hub_session');
  });
});
