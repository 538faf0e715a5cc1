import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { describe, expect, test } from 'vitest';
import { asOperator, connectHttp, JWT_SECRET, startStage, type GraphQLStage } from '../../kit/graphql-stage.js';

const secret = new TextEncoder().encode(JWT_SECRET);
const ADA = { sub: 'ada', tenant: 'acme' };

function sign(claims: JWTPayload, expires: string | number = '1h', key: Uint8Array = secret): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setExpirationTime(expires).sign(key);
}

async function who(stage: GraphQLStage, headers: Record<string, string>) {
  await using client = connectHttp(stage, headers);
  const { data, errors } = await client.ask('{ who }');
  return data?.who ?? `${String(errors![0]!.extensions?.code)}: ${errors![0]!.message}`;
}

describe('the operator key', () => {
  test.each([
    [{}, 'default/operator OPERATOR operator-key'],
    [{ 'x-hub-user': 'ada' }, 'default/ada USER operator-key'],
    [{ 'x-hub-user': 'ada', 'x-hub-tenant': 'acme' }, 'acme/ada USER operator-key'],
    [{ 'x-hub-tenant': 'acme' }, 'acme/operator ADMIN operator-key'],
    [{ 'x-hub-user': ' ' }, 'BAD_INPUT: x-hub-user must hold one name of 1 to 200 characters.'],
  ])('with %o acts as %s', async (headers, expected) => {
    await using stage = await startStage();

    expect(await who(stage, asOperator(headers as Record<string, string>))).toBe(expected);
  });

  test('is needed to act for somebody else', async () => {
    await using stage = await startStage();
    const authorization = `Bearer ${await sign(ADA)}`;

    const answers = await Promise.all([
      who(stage, { 'x-hub-user': 'bob' }),
      who(stage, { authorization, 'x-hub-user': 'bob' }),
    ]);

    expect(answers).toEqual(Array(2).fill('BAD_INPUT: X-Hub-Tenant and X-Hub-User need the operator key beside them.'));
  });

  test.each([
    ['Bearer operator-key-of-the-tests-onlyx', /neither the operator key nor a JWT/],
    ['Bearer x', /neither the operator key nor a JWT/],
    ['Basic b3A6a2V5', /Write the Authorization header as "Bearer/],
  ])('that is wrong is refused: %s', async (authorization, message) => {
    await using stage = await startStage();

    expect(await who(stage, { authorization })).toMatch(message);
  });
});

describe("the product's own token", () => {
  test('names a user or an administrator', async () => {
    await using stage = await startStage();
    const tokens = await Promise.all([sign(ADA), sign({ ...ADA, role: 'admin' })]);

    const answers = await Promise.all(tokens.map((token) => who(stage, { authorization: `Bearer ${token}` })));

    expect(answers).toEqual(['acme/ada USER jwt', 'acme/ada ADMIN jwt']);
  });

  test.each([
    ['has expired', () => sign(ADA, '1 minute ago'), 'it has expired'],
    ['names no tenant', () => sign({ sub: 'ada' }), 'it needs a string "tenant"'],
    ['names no user and no tenant', () => sign({}), 'it needs a string "sub" and a string "tenant"'],
    ['claims an unknown role', () => sign({ ...ADA, role: 'operator' }), 'it needs "role" to be user or admin'],
    [
      'never expires',
      () => new SignJWT(ADA).setProtectedHeader({ alg: 'HS256' }).sign(secret),
      'it has no "exp" claim',
    ],
    ['is signed by another', () => sign(ADA, '1h', new Uint8Array(32)), 'its signature does not match'],
    [
      'is signed by another algorithm',
      () => new SignJWT(ADA).setProtectedHeader({ alg: 'HS512' }).setExpirationTime('1h').sign(Buffer.alloc(64)),
      'it is signed by an algorithm that this hub does not take',
    ],
  ])('that %s is refused in words', async (_, makeToken, why) => {
    await using stage = await startStage();
    const token = await makeToken();

    const answer = await who(stage, { authorization: `Bearer ${token}` });

    expect(answer).toBe(`UNAUTHENTICATED: Your token is refused: ${why}.`);
    expect(JSON.stringify(stage.log)).not.toContain(token);
  });

  test('is taken a few seconds late, for clocks differ', async () => {
    await using stage = await startStage();

    expect(await who(stage, { authorization: `Bearer ${await sign(ADA, '3 seconds ago')}` })).toBe('acme/ada USER jwt');
  });

  test('is checked for issuer and audience where they are set', async () => {
    const jwt = { secret: JWT_SECRET, jwksUrl: null, issuer: 'https://product.test', audience: 'hub' };
    await using stage = await startStage({ jwt });
    const tokens = await Promise.all([
      sign({ ...ADA, iss: 'https://product.test', aud: 'hub' }),
      sign({ ...ADA, iss: 'https://evil.test', aud: 'hub' }),
      sign({ ...ADA, iss: 'https://product.test', aud: 'shop' }),
      sign(ADA),
    ]);

    const answers = await Promise.all(tokens.map((token) => who(stage, { authorization: `Bearer ${token}` })));

    expect(answers).toEqual([
      'acme/ada USER jwt',
      'UNAUTHENTICATED: Your token is refused: it is from another issuer.',
      'UNAUTHENTICATED: Your token is refused: it is meant for another audience.',
      'UNAUTHENTICATED: Your token is refused: it has no "iss" claim.',
    ]);
  });

  test('is refused where the hub was not told how to verify it', async () => {
    await using stage = await startStage({ jwt: { secret: null, jwksUrl: null, issuer: null, audience: null } });

    expect(await who(stage, { authorization: `Bearer ${await sign(ADA)}` })).toMatch(/HUB_JWT_SECRET or HUB_JWKS_URL/);
  });
});

describe('published keys', () => {
  test('verify what their private half signed, and nothing that the public half signed', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' };
    await using keys = await serveJson({ keys: [jwk] });
    await using stage = await startStage({ jwt: { secret: null, jwksUrl: keys.url, issuer: null, audience: null } });
    const signed = await new SignJWT(ADA)
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .setExpirationTime('1h')
      .sign(privateKey);
    const confused = await sign(ADA, '1h', new TextEncoder().encode(JSON.stringify(jwk)));
    const unknown = await new SignJWT(ADA)
      .setProtectedHeader({ alg: 'ES256', kid: 'k2' })
      .setExpirationTime('1h')
      .sign(privateKey);

    const answers = await Promise.all(
      [signed, confused, unknown].map((token) => who(stage, { authorization: `Bearer ${token}` })),
    );

    expect(answers).toEqual([
      'acme/ada USER jwt',
      'UNAUTHENTICATED: Your token is refused: it is signed by an algorithm that this hub does not take.',
      'UNAUTHENTICATED: Your token is refused: the key that signed it is not among the published ones.',
    ]);
  });

  test('that cannot be fetched are no fault of the caller', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    await using stage = await startStage({
      jwt: { secret: null, jwksUrl: 'http://127.0.0.1:1/jwks', issuer: null, audience: null },
    });
    const token = await new SignJWT(ADA).setProtectedHeader({ alg: 'ES256' }).setExpirationTime('1h').sign(privateKey);

    expect(await who(stage, { authorization: `Bearer ${token}` })).toMatch(/^PROVIDER_UNAVAILABLE: .*HUB_JWKS_URL/);
  });
});

async function serveJson(body: object): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((_, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body)),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
