import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';

/** dist/, from dist/bench/processes.js. */
const BUILT = join(import.meta.dirname, '..');

export const OPERATOR_KEY = 'operator-key-of-the-bench-0123456789';

/** A child that is killed on disposal. */
export interface Process extends AsyncDisposable {
  readonly port: number;
  readonly pid: number;
  /** `performance.now()` when it was started. */
  readonly startedAt: number;
}

/** Starts the built hub as production runs it, on a database of its own. It may not answer yet. */
export function startHub(databasePath: string): Promise<Process> {
  return startHubAs({ NODE_ENV: 'production' }, `sqlite:${databasePath}`, join(databasePath, '..'));
}

/** The same on a database by its address, with more of the environment. */
export function startHubOn(databaseUrl: string, dataDir: string, env: Record<string, string>): Promise<Process> {
  return startHubAs({ NODE_ENV: 'production', ...env }, databaseUrl, dataDir);
}

/** As `npm start` does on a developer's machine, with the emulated providers. */
export function startHubWithSandbox(databasePath: string): Promise<Process> {
  const env = { NODE_ENV: 'development', HUB_SANDBOX: '1' };
  return startHubAs(env, `sqlite:${databasePath}`, join(databasePath, '..'));
}

async function startHubAs(env: Record<string, string>, databaseUrl: string, dataDir: string): Promise<Process> {
  const port = await freePort();
  return start('src/main.js', [], port, {
    ...env,
    PORT: String(port),
    HUB_PUBLIC_URL: `http://127.0.0.1:${port}`,
    HUB_OPERATOR_KEY: OPERATOR_KEY,
    HUB_ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    HUB_DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
  });
}

/** Starts one of the bench's own programs, which is told its port first. */
export async function startServer(program: string, parameters: readonly string[]): Promise<Process> {
  const port = await freePort();
  return start(program, [String(port), ...parameters], port, {});
}

/** Runs a program to its end and gives what it printed. */
export async function runProgram(
  program: string,
  parameters: readonly string[],
  nodeOptions: readonly string[] = [],
): Promise<string> {
  const child = spawn(process.execPath, [...nodeOptions, join(BUILT, program), ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${program} ended with ${code}.`);
  return printed;
}

/**
 * Asks until the process answers with success.
 * @returns `performance.now()` when the answer was read.
 */
export async function untilAnswered(server: Process, request: RequestInit): Promise<number> {
  for (const giveUpAt = performance.now() + 30_000; performance.now() < giveUpAt;) {
    const answer = await ask(server, request).catch(() => null);
    if (answer !== null) return performance.now();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error('The process did not answer within 30 seconds.');
}

/** @throws where the answer is not a success. */
export async function ask(server: Process, request: RequestInit): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${server.port}/graphql`, request);
  const body = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status}: ${body}`);
  return JSON.parse(body);
}

/** A GraphQL request as a product's server sends it. */
export function graphqlRequest(query: string): RequestInit {
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: `Bearer ${OPERATOR_KEY}`,
    },
    body: JSON.stringify({ query }),
  };
}

function start(program: string, parameters: readonly string[], port: number, env: Record<string, string>): Process {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [join(BUILT, program), ...parameters], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return { port, pid: child.pid ?? 0, startedAt, [Symbol.asyncDispose]: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'close');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
