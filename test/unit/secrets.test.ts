import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../../src/config.js';
import { completeSecrets } from '../../src/secrets.js';

let folder: string;
beforeEach(async () => (folder = join(await mkdtemp(join(tmpdir(), 'hub-')), 'data')));
afterEach(() => rm(join(folder, '..'), { recursive: true }));

test('a first start makes its secrets, and later starts find them', async () => {
  const config = readConfig({ HUB_DATA_DIR: folder }, []);

  const first = await completeSecrets(config);
  const second = await completeSecrets(config);

  expect(first.operatorKey).toMatch(/^hub_[\w-]{43}$/);
  expect(first.encryptionKeys).toHaveLength(1);
  expect(second).toEqual(first);
});

test('starts at the same moment agree on one secret', async () => {
  const config = readConfig({ HUB_DATA_DIR: folder }, []);

  const completed = await Promise.all(Array.from({ length: 8 }, () => completeSecrets(config)));

  expect(new Set(completed.map(({ operatorKey }) => operatorKey)).size).toBe(1);
  expect(new Set(completed.map(({ encryptionKeys }) => Buffer.from(encryptionKeys[0]!.key).toString('hex'))).size).toBe(
    1,
  );
  expect((await readdir(folder)).toSorted()).toEqual(['encryption-keys', 'operator-key']);
});

test('only the user of the hub can read its secrets', async () => {
  await completeSecrets(readConfig({ HUB_DATA_DIR: folder }, []));

  const { mode } = await stat(join(folder, 'operator-key'));

  expect(mode & 0o777).toBe(0o600);
});

test('secrets of the environment are not written anywhere', async () => {
  const env = {
    HUB_DATA_DIR: folder,
    HUB_OPERATOR_KEY: 'a key of at least 24 characters',
    HUB_ENCRYPTION_KEYS: `k:${Buffer.alloc(32).toString('base64')}`,
  };

  const { operatorKey } = await completeSecrets(readConfig(env, []));

  expect(operatorKey).toBe(env.HUB_OPERATOR_KEY);
  await expect(stat(folder)).rejects.toThrow('ENOENT');
});
