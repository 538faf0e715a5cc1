import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Order, Report } from './calling-process.js';
import { OPERATOR_KEY } from './hub-here.js';

const ENTRY = join(import.meta.dirname, 'calling-process.ts');

/** The built hub in a process of its own, on the database of another; it calls its provider when the test says so. */
export class CallingHub implements AsyncDisposable {
  private constructor(private readonly child: ChildProcess) {}

  static async start(env: Readonly<Record<string, string>>): Promise<CallingHub> {
    const child = fork(ENTRY, {
      env: { PATH: process.env.PATH, HUB_OPERATOR_KEY: OPERATOR_KEY, ...env },
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error('The calling hub did not start.'))),
    ]);
    return new CallingHub(child);
  }

  /** Sets its clock ahead. */
  advance(advanceMs: number): void {
    this.child.send({ advanceMs } satisfies Order);
  }

  /** So many calls at once; how many had which outcome. */
  async call(integrationId: string, calls: number): Promise<Report['outcomes']> {
    const told = once(this.child, 'message');
    this.child.send({ integrationId, calls } satisfies Order);
    const [report] = (await told) as [Report];
    return report.outcomes;
  }

  /** As `kill -9`. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }
}
