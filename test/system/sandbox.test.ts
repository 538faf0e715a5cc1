import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../kit/hub-process.js';

const SANDBOX = join(import.meta.dirname, '../../dist/src/sandbox/sandbox.js');

const START = `
  const { startSandbox } = await import(${JSON.stringify(SANDBOX)});
  const logger = { warn(...words) { console.error(...words); } };
  const started = performance.now();
  const sandbox = await startSandbox({ publicUrl: 'http://localhost:4000', dataDir: '.', logger, ports: { google: 0, slack: 0, github: 0 } });
  const tookMs = performance.now() - started;
  await sandbox.ready;
  console.log(JSON.stringify({ tookMs, apiUrl: sandbox.providers.get('google-calendar').endpoints.apiUrl }));
  process.on('SIGTERM', () => sandbox.close().then(() => process.exit(0)));
`;

describe('the sandbox of a built hub', () => {
  let folder: string;
  let parent: ChildProcess;
  let started: { tookMs: number; apiUrl: string };

  beforeEach(async () => {
    if (!existsSync(SANDBOX)) throw new Error('The hub is not built: run npm run build first.');
    folder = await mkdtemp(join(tmpdir(), 'hub-sandbox-'));
    parent = spawn(process.execPath, ['--input-type=module', '--eval', START], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(parent.stdout!, 'data')) as [Buffer];
    started = JSON.parse(line.toString()) as typeof started;
  });

  afterEach(async () => {
    parent.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  test('has addresses at once, and answers from a process of its own', async () => {
    const answer = await fetch(`${started.apiUrl}calendar/v3/users/me/calendarList`);

    expect(answer.status).toBe(401);
    expect(started.tookMs).toBeLessThan(500);
    expect(await childrenOf(parent.pid)).toHaveLength(1);
  });

  test.each(['SIGKILL', 'SIGTERM'] as const)('leaves no process behind after %s', async (signal) => {
    const [emulators] = await childrenOf(parent.pid);

    parent.kill(signal);

    await eventually(() => Promise.resolve(!isRunning(Number(emulators))), 'the emulators to end', 10_000);
    expect(isRunning(Number(emulators))).toBe(false);
  });
});

async function childrenOf(pid: number | undefined): Promise<string[]> {
  const { stdout } = await promisify(execFile)('pgrep', ['-P', String(pid)]);
  return stdout.trim().split('\n');
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
