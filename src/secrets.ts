import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEncryptionKeys, type Config } from './config.js';

/** A configuration with all its secrets. */
export interface CompleteConfig extends Config {
  operatorKey: string;
  /** Whether the hub made the operator key itself: then nobody knows it yet who is not told. */
  isOperatorKeyOurs: boolean;
}

/**
 * Fills in the secrets that the environment leaves out, which only a start outside production does:
 * each is made once and kept in the data folder, so that the next start finds what this one sealed.
 */
export async function completeSecrets(config: Config): Promise<CompleteConfig> {
  const operatorKey = config.operatorKey ?? (await keepSecret(config.dataDir, 'operator-key', makeOperatorKey));
  const isOperatorKeyOurs = config.operatorKey === null;
  if (config.encryptionKeys.length > 0) return { ...config, operatorKey, isOperatorKeyOurs };
  const text = await keepSecret(config.dataDir, 'encryption-keys', makeEncryptionKey);
  return {
    ...config,
    operatorKey,
    isOperatorKeyOurs,
    encryptionKeys: parseEncryptionKeys(text, join(config.dataDir, 'encryption-keys')),
  };
}

function makeOperatorKey(): string {
  return `hub_${randomBytes(32).toString('base64url')}`;
}

function makeEncryptionKey(): string {
  return `local-1:${randomBytes(32).toString('base64')}`;
}

/** The file's content; where there is none, a new secret, the same for processes that start together. */
async function keepSecret(folder: string, name: string, make: () => string): Promise<string> {
  const path = join(folder, name);
  const kept = await readIfThere(path);
  if (kept !== null) return kept;

  await mkdir(folder, { recursive: true });
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, `${make()}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // Unlike a rename, a link fails where another process was first; and its content is whole at once.
    await link(draft, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await unlink(draft);
  }
  return (await readFile(path, 'utf8')).trim();
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
