import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

const PROMTOOL = process.env.PROMTOOL_PATH ?? 'promtool';

/** Prometheus' own checker is here; in CI it always is, so that a missing one is a failure. */
export const hasPromtool = Boolean(process.env.CI) || spawnSync(PROMTOOL, ['--version']).status === 0;

/** Runs it; gives what it says where it finds fault, and an empty text where it does not. */
export async function promtool(args: readonly string[], input = ''): Promise<string> {
  const child = spawn(PROMTOOL, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(input);
  const [said, [status]] = await Promise.all([
    Promise.all([text(child.stdout), text(child.stderr)]),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return status === 0 ? '' : said.join('\n');
}
