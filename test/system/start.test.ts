import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { describeEachDatabase } from '../kit/databases.js';
import { freePort, HubProcess } from '../kit/hub-process.js';

const BUILT = join(import.meta.dirname, '../../dist/src');

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'hub-'))));
afterEach(() => rm(folder, { recursive: true }));

function launch(program: 'main.js' | 'migrate.js', env: Record<string, string>) {
  const child = spawn(process.execPath, [join(BUILT, program)], {
    cwd: folder,
    env: { PATH: process.env.PATH, HUB_SANDBOX: '0', LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const told = { out: '', error: '' };
  child.stdout.on('data', (data: Buffer) => (told.out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (told.error += data.toString()));
  return { child, told, ended: once(child, 'close').then(([code]) => ({ code: code as number, ...told })) };
}

describe('a first start', () => {
  test('prints a link that signs its reader in', async () => {
    const port = await freePort();
    const { child, told, ended } = launch('main.js', { PORT: String(port) });
    await vi.waitFor(() => expect(told.out).toContain('GraphiQL'), 20_000);

    const [, key = ''] = /Sign in +http:\/\/localhost:\d+\/#key=(\S+)/.exec(told.out) ?? [];
    const signIn = await fetch(`http://localhost:${port}/session`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
    });
    child.kill('SIGTERM');
    const { code, error } = await ended;

    expect(await signIn.json()).toMatchObject({ role: 'OPERATOR' });
    expect((await readFile(join(folder, 'data/operator-key'), 'utf8')).trim()).toBe(key);
    expect({ code, error }).toEqual({ code: 0, error: '' });
  });

  test('on a taken port says so', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;

    const { code, error } = await launch('main.js', { PORT: String(port) }).ended;
    other.close();

    expect(code).toBe(1);
    expect(error).toBe(`Port ${port} is taken by another program. Stop it, or start the hub with PORT=<another>.\n`);
  });

  test('with mistakes in the environment names them all, plainly', async () => {
    const env = { PORT: 'eighty', HUB_ROLE: 'boss', HUB_JWT_SECRET: 'short' };

    const { code, error } = await launch('main.js', env).ended;

    expect(code).toBe(1);
    expect(error).toBe(
      'The hub cannot start; mend these in the environment:\n' +
        '  - PORT must be a port number\n' +
        '  - HUB_ROLE must be all, api or worker\n' +
        '  - HUB_JWT_SECRET must have at least 32 characters\n',
    );
  });
});

test('a hub with an open stream stops within seconds', async () => {
  await using hub = await HubProcess.start();
  const stream = await fetch(`${hub.url}/graphql`, {
    method: 'POST',
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: `Bearer ${hub.operatorKey}`,
    },
    body: JSON.stringify({ query: 'subscription { syncProgressed { id } }' }),
  });
  const startedAt = Date.now();

  await hub.stop();

  expect(stream.status).toBe(200);
  expect(Date.now() - startedAt).toBeLessThan(5_000);
  await expect(stream.text()).rejects.toThrow('terminated');
});

describeEachDatabase((database) => {
  test('migrations that several processes begin at once run once, and none of them fails', async () => {
    await using place = await database.createEmpty();
    const env = { DATABASE_URL: place.url };

    const processes = await Promise.all([1, 2, 3, 4].map(() => launch('migrate.js', env).ended));

    expect(processes.map(({ code, error }) => ({ code, error }))).toEqual(
      processes.map(() => ({ code: 0, error: '' })),
    );
    expect(processes.filter(({ out }) => out.startsWith('Applied Migration'))).toHaveLength(1);
    expect(processes.filter(({ out }) => out === 'The database is up to date.\n')).toHaveLength(3);
  });
});

test('migrations run by themselves, and by a command of their own', async () => {
  const first = await launch('migrate.js', {}).ended;
  const second = await launch('migrate.js', {}).ended;

  expect(first.out).toMatch(/^Applied Migration\d+/);
  expect(second.out).toBe('The database is up to date.\n');
});
