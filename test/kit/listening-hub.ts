import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { OPERATOR_KEY } from './hub-here.js';
import { freePort } from './hub-process.js';

const ENTRY = join(import.meta.dirname, 'listening-process.ts');
/** Beyond every lease. */
const BETWEEN_LIVES_MS = 61_000;

/** The built hub with its own providers in a process of its own, which is killed and started again in later times. */
export class ListeningHub implements AsyncDisposable {
  private child: ChildProcess | null = null;
  private aheadMs = 0;

  private constructor(
    readonly url: string,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  static async start(env: Readonly<Record<string, string>>): Promise<ListeningHub> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const hub = new ListeningHub(url, {
      NODE_ENV: 'test',
      PORT: String(port),
      HUB_PUBLIC_URL: url,
      HUB_OPERATOR_KEY: OPERATOR_KEY,
      HUB_ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
      ...env,
    });
    await hub.run();
    return hub;
  }

  /** The hub's time, epoch milliseconds. */
  now(): number {
    return Date.now() + this.aheadMs;
  }

  /** As `kill -9`, and a start when whatever it held has run out; `between` sees what it left. */
  async killAndRestart(
    between: () => Promise<void> = () => Promise.resolve(),
    laterMs: number = BETWEEN_LIVES_MS,
  ): Promise<void> {
    await this.kill();
    await between();
    this.aheadMs += laterMs;
    await this.run();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }

  private async run(): Promise<void> {
    const child = fork(ENTRY, {
      env: { PATH: process.env.PATH, ...this.env, CLOCK_AHEAD_MS: String(this.aheadMs) },
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    this.child = child;
    await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error('The hub did not start.'))),
    ]);
  }

  private async kill(): Promise<void> {
    const { child } = this;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
}
