import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { describeEachDatabase } from '../../kit/databases.js';
import { openOutboundStage, type OutboundStage } from '../../kit/outbound/outbound-stage.js';

const JWT_SECRET = 'a secret that only these tests use, 32+ characters';
const WITH_TOKENS = { HUB_JWT_SECRET: JWT_SECRET };
const STRICT = { HUB_ALLOW_PRIVATE_ENDPOINTS: '0' };

const CREATE = `mutation ($input: CreateOutboundEndpointInput!) {
  createOutboundEndpoint(input: $input) { endpoint { id tenantId address } secret userErrors { code message field } }
}`;

const GOOD = { address: 'https://product.example/hooks', eventTypes: ['SYNC_FAILED'] };

/** What is changed of a good input; the field that is to blame; words of the message. */
const BAD: [what: string, input: object, field: string, words: string][] = [
  ['what is no address', { address: 'product' }, 'address', 'must be an http(s) address'],
  ['another scheme', { address: 'ftp://product.example/' }, 'address', 'must be an http(s) address'],
  ['plain http', { address: 'http://product.example/' }, 'address', 'must be https'],
  ['a private address', { address: 'https://10.0.0.7/' }, 'address', 'private network'],
  ['the cloud’s own address', { address: 'https://169.254.169.254/' }, 'address', 'private network'],
  ['this machine', { address: 'https://localhost/' }, 'address', 'private network'],
  ['a password in it', { address: 'https://me:word@product.example/' }, 'address', 'password'],
  ['a fragment', { address: 'https://product.example/#x' }, 'address', 'fragment'],
  ['a long address', { address: `https://product.example/${'x'.repeat(2_000)}` }, 'address', 'at most 2000'],
  ['no types', { eventTypes: [] }, 'eventTypes', 'at least one'],
  ['more than alerts for Slack', { kind: 'SLACK' }, 'eventTypes', 'alerts only'],
  ['a mailbox without a mail server', { kind: 'EMAIL', eventTypes: ['ALERT_FIRED'] }, 'kind', 'HUB_SMTP_URL'],
  ['a long description', { description: 'x'.repeat(201) }, 'description', 'at most 200'],
];

describeEachDatabase((database) => {
  test.each(BAD)('refuses %s', async (_what, changed, field, words) => {
    await using stage = await openOutboundStage(database, {}, STRICT);

    const { createOutboundEndpoint: refused } = await stage.hub.get<Answer>(CREATE, { input: { ...GOOD, ...changed } });

    expect(refused).toMatchObject({ endpoint: null, secret: null });
    expect(refused.userErrors).toEqual([
      { code: 'BAD_INPUT', message: expect.stringContaining(words) as string, field: ['input', field] },
    ]);
  });

  test('refuses two mailboxes in one', async () => {
    await using stage = await openOutboundStage(
      database,
      {},
      { HUB_SMTP_URL: 'smtp://127.0.0.1:1', HUB_SMTP_FROM: 'hub@product.example' },
    );
    const input = { kind: 'EMAIL', address: 'a@product.example, b@product.example', eventTypes: ['ALERT_FIRED'] };

    const { createOutboundEndpoint: refused } = await stage.hub.get<Answer>(CREATE, { input });

    expect(refused.userErrors).toMatchObject([{ code: 'BAD_INPUT', field: ['input', 'address'] }]);
  });

  test('refuses a twenty-first endpoint, and a rotation that overlaps for more than a week', async () => {
    await using stage = await openOutboundStage(database);
    const { id } = await stage.createEndpoint();
    for (let made = 1; made < 20; made += 1) await stage.createEndpoint();

    const { createOutboundEndpoint: refused } = await stage.hub.get<Answer>(CREATE, { input: GOOD });
    const rotated = await stage.hub.get(
      `mutation ($id: ID!) {
        rotateOutboundEndpointSecret(input: { endpointId: $id, overlapHours: 169 }) { secret userErrors { code field } }
      }`,
      { id },
    );

    expect(refused.userErrors).toMatchObject([{ code: 'CONFLICT' }]);
    expect(rotated).toEqual({
      rotateOutboundEndpointSecret: {
        secret: null,
        userErrors: [{ code: 'BAD_INPUT', field: ['input', 'overlapHours'] }],
      },
    });
  });

  test('shows of an address what is not secret, and a secret once', async () => {
    await using stage = await openOutboundStage(database);
    const { db } = stage.hub.app.database;
    const created = [
      await stage.hub.get<Answer>(CREATE, { input: { ...GOOD, address: 'https://product.example/hooks?key=hidden' } }),
      await stage.hub.get<Answer>(CREATE, {
        input: { kind: 'SLACK', address: 'https://hooks.slack.com/services/T0/B0/hidden', eventTypes: ['ALERT_FIRED'] },
      }),
    ];

    const shown = created.map(({ createOutboundEndpoint }) => createOutboundEndpoint);
    const stored = JSON.stringify(await db.selectFrom('outbound_endpoint').selectAll().execute());
    expect(shown.map(({ endpoint }) => endpoint?.address)).toEqual([
      'https://product.example/hooks?…',
      'https://hooks.slack.com/…',
    ]);
    expect(shown[0]?.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(shown[1]?.secret).toBeNull();
    expect(stored).not.toContain('hidden');
    expect(stored).not.toContain(shown[0]?.secret);
  });

  test('an administrator manages what is of their tenant, and nothing else', async () => {
    await using stage = await openOutboundStage(database, {}, WITH_TOKENS);
    const [boss, other, user] = await Promise.all([
      tokenFor('acme', 'admin'),
      tokenFor('globex', 'admin'),
      tokenFor('acme', 'user'),
    ]);

    const own = await ask(stage, boss, CREATE, { input: GOOD });
    const foreign = await ask(stage, boss, CREATE, { input: { ...GOOD, tenantId: 'globex' } });
    const seen = await Promise.all([boss, other].map((as) => ask(stage, as, '{ outboundEndpoints { totalCount } }')));
    const { id } = (own.data as { createOutboundEndpoint: { endpoint: { id: string } } }).createOutboundEndpoint
      .endpoint;
    const found = await Promise.all(
      [boss, other, user].map((as) => ask(stage, as, `{ outboundEndpoint(id: "${id}") { id } }`)),
    );
    const refused = await ask(stage, user, '{ outboundEndpoints { totalCount } }');

    expect(own.data).toMatchObject({ createOutboundEndpoint: { endpoint: { tenantId: 'acme' }, userErrors: [] } });
    expect(foreign.data).toMatchObject({
      createOutboundEndpoint: { endpoint: null, userErrors: [{ code: 'BAD_INPUT', field: ['input', 'tenantId'] }] },
    });
    expect(seen.map(({ data }) => data)).toEqual([
      { outboundEndpoints: { totalCount: 1 } },
      { outboundEndpoints: { totalCount: 0 } },
    ]);
    expect(found.map(({ data }) => data)).toEqual([
      { outboundEndpoint: { id } },
      { outboundEndpoint: null },
      { outboundEndpoint: null },
    ]);
    for (const { errors } of [refused, found[2]!]) expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  test('removes an endpoint with what hangs on it', async () => {
    await using stage = await openOutboundStage(database);
    const { db } = stage.hub.app.database;
    const { id } = await stage.createEndpoint();
    await stage.hub.get('mutation ($id: ID!) { sendTestEvent(input: { endpointId: $id }) { delivery { id } } }', {
      id,
    });
    await stage.until('it to be delivered', ([delivery]) => delivery?.state === 'DELIVERED');

    const removed = await stage.hub.get(
      'mutation ($id: ID!) { removeOutboundEndpoint(input: { endpointId: $id }) { removedId userErrors { code } } }',
      { id },
    );
    await stage.connect();

    expect(removed).toEqual({ removeOutboundEndpoint: { removedId: id, userErrors: [] } });
    expect(await stage.deliveries()).toEqual([]);
    expect(await db.selectFrom('outbound_attempt').selectAll().execute()).toEqual([]);
  });
});

interface Answer {
  createOutboundEndpoint: {
    endpoint: { id: string; tenantId: string | null; address: string } | null;
    secret: string | null;
    userErrors: { code: string; message: string; field: string[] }[];
  };
}

function tokenFor(tenant: string, role: string): Promise<string> {
  return new SignJWT({ tenant, role, sub: 'someone' })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(JWT_SECRET));
}

async function ask({ hub }: OutboundStage, as: string, query: string, variables: object = {}) {
  const response = await fetch(`${hub.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${as}` },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as { data: object | null; errors?: { extensions: { code: string } }[] };
}
