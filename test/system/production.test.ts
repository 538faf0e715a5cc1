import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { describeEachDatabase } from '../kit/databases.js';
import { HubProcess } from '../kit/hub-process.js';

const ENTRY = join(import.meta.dirname, '../../dist/src/main.js');

const PRODUCTION = {
  NODE_ENV: 'production',
  HUB_SANDBOX: '',
  HUB_PUBLIC_URL: 'https://hub.example.com',
  HUB_ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
  GOOGLE_CALENDAR_CLIENT_ID: 'real-id',
  GOOGLE_CALENDAR_CLIENT_SECRET: 'real-secret',
};

describeEachDatabase((database) => {
  test('in production nobody is told the schema, and browsers find no GraphiQL', async () => {
    await using place = await database.create();
    await using hub = await HubProcess.start({ ...PRODUCTION, DATABASE_URL: place.url });

    const introspection = await hub.ask('{ __schema { queryType { name } } }');
    const viewer = await hub.ask('{ viewer { role hasExplorer } }');
    const browser = await fetch(`${hub.url}/graphql`, { headers: { accept: 'text/html' } });

    expect(introspection).toMatchObject({ errors: [{ message: expect.stringMatching(/introspection/i) }] });
    expect(introspection.data ?? null).toBeNull();
    expect(viewer).toEqual({ data: { viewer: { role: 'OPERATOR', hasExplorer: false } } });
    expect(browser.status).toBeGreaterThanOrEqual(400);
    expect(await browser.text()).not.toMatch(/graphiql/i);
  });

  test('in production cookies are for https and this host only', async () => {
    await using place = await database.create();
    await using hub = await HubProcess.start({ ...PRODUCTION, DATABASE_URL: place.url });

    const signIn = await fetch(`${hub.url}/session`, {
      method: 'POST',
      headers: { authorization: `Bearer ${hub.operatorKey}` },
    });
    const begin = await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${hub.operatorKey}` },
      body: JSON.stringify({
        query: 'mutation { startOAuth(input: { providerId: "google-calendar" }) { authorizationUrl } }',
      }),
    });

    const cookies = [...signIn.headers.getSetCookie(), ...begin.headers.getSetCookie()];
    expect(cookies).toHaveLength(2);
    expect(cookies).toEqual(
      cookies.map(() =>
        expect.stringMatching(/^__Host-hub_\w+=[^;]+;(?=.* Path=\/;)(?=.* HttpOnly;)(?=.* Secure(;|$))/),
      ),
    );
    expect(cookies.join()).not.toContain('Domain=');
  });

  test('in production nothing is written beside the database, and neither key nor banner is printed', async () => {
    await using place = await database.create();
    await using hub = await HubProcess.start({ ...PRODUCTION, DATABASE_URL: place.url });

    await hub.get('{ viewer { role } }');
    await hub.stop();

    expect(await readdir(hub.folder)).toEqual([]);
    expect(hub.output).not.toContain(hub.operatorKey);
    expect(hub.output).not.toMatch(/Sign in|GraphiQL|emulated/);
    // This hub takes the product's tokens, whoever they are from and for.
    expect(hub.output).toContain('Set HUB_JWT_ISSUER, HUB_JWT_AUDIENCE or both');
    // Lines of the log and nothing else.
    expect(() =>
      hub.output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).not.toThrow();
  });
});

test('a start in production without its secrets names all of them, and makes none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hub-'));
  const child = spawn(process.execPath, [ENTRY], {
    cwd: folder,
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

  const [out, error, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  const written = await readdir(folder);
  await rm(folder, { recursive: true });

  expect(code).toBe(1);
  expect(out).toBe('');
  expect(error).toBe(
    'The hub cannot start; mend these in the environment:\n' +
      '  - HUB_PUBLIC_URL is missing; production has no default for it\n' +
      '  - HUB_OPERATOR_KEY is missing; production has no default for it\n' +
      '  - HUB_ENCRYPTION_KEYS is missing; production has no default for it\n',
  );
  expect(written).toEqual([]);
});
