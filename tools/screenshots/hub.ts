import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const PORT = 4817;
const READY_WITHIN_MS = 60_000;

/** The built hub with its sandbox, in a folder that is gone afterwards. */
export async function startHub(): Promise<AsyncDisposable & { signInLink: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'hub-screenshots-'));
  const url = `http://localhost:${PORT}`;
  const child = spawn(process.execPath, [resolve('dist/src/main.js')], {
    cwd: folder,
    env: { PATH: process.env.PATH, PORT: String(PORT), HUB_SANDBOX: '1' },
    stdio: 'ignore',
  });
  await untilReady(url);
  const key = (await readFile(join(folder, 'data/operator-key'), 'utf8')).trim();
  return {
    signInLink: `${url}/#key=${key}`,
    async [Symbol.asyncDispose]() {
      const gone = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(url: string): Promise<void> {
  for (const giveUpAt = Date.now() + READY_WITHIN_MS; Date.now() < giveUpAt;) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`The hub is not ready at ${url}. Is it built (npm run build), and the port free?`);
}
