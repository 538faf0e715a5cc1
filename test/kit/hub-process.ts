import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'graphql-sse';
import { SignJWT } from 'jose';

const ENTRY = join(import.meta.dirname, '../../dist/src/main.js');
const JWT_SECRET = 'a secret that only the tests use, 32+ characters';

export interface GraphQLAnswer<Data> {
  data: Data;
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string; [key: string]: unknown } }[];
}

export interface Asking {
  /** Bearer token; the operator's key where it is left out, nobody where it is null. */
  as?: string | null;
  cookies?: CookieJar;
  headers?: Record<string, string>;
}

/** A browser's cookies, no more of it than the flows need. */
export class CookieJar {
  private readonly cookies = new Map<string, string>();

  keep(response: Response): Response {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      this.cookies.set(pair.slice(0, at).trim(), pair.slice(at + 1));
    }
    return response;
  }

  header(): Record<string, string> {
    if (this.cookies.size === 0) return {};
    return { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
  }
}

/** The built hub as a process of its own, on a free port, with a folder of its own. */
export class HubProcess implements AsyncDisposable {
  /** The one that it was given; of a hub that is to make its own (`HUB_OPERATOR_KEY: ''`), that. */
  operatorKey = `operator-${randomBytes(24).toString('base64url')}`;
  /** Everything that it printed, of all its lives. */
  output = '';
  private child: ChildProcess | null = null;

  private constructor(
    readonly folder: string,
    readonly port: number,
    private readonly env: Record<string, string>,
  ) {}

  static async start(env: Record<string, string> = {}): Promise<HubProcess> {
    if (!existsSync(ENTRY)) throw new Error('The hub is not built: run npm run build first.');
    const hub = new HubProcess(await mkdtemp(join(tmpdir(), 'hub-')), await freePort(), env);
    await hub.start();
    return hub;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  get exited(): boolean {
    return this.child === null || this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Starts it, again after a stop or a kill, and waits until it is ready. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [ENTRY], {
      cwd: this.folder,
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'development',
        PORT: String(this.port),
        HUB_SANDBOX: '0',
        HUB_OPERATOR_KEY: this.operatorKey,
        HUB_JWT_SECRET: JWT_SECRET,
        ...this.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (data: Buffer) => (this.output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (this.output += data.toString()));
    this.child = child;
    await eventually(async () => {
      if (this.exited) throw new Error(`The hub ended:\n${this.output}`);
      return (await fetch(`${this.url}/readyz`)).ok;
    }, `the hub to be ready:\n${this.output}`);
    if (this.env.HUB_OPERATOR_KEY === '') {
      this.operatorKey = (await readFile(join(this.folder, 'data/operator-key'), 'utf8')).trim();
    }
  }

  /** As `kill -9`. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** As an operator stops it. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end('SIGKILL');
    await rm(this.folder, { recursive: true, force: true });
  }

  /** A token of the product, as its own server would sign it. */
  tokenFor(user: { tenant: string; sub: string; role?: 'user' | 'admin' }, lifetime = '1h'): Promise<string> {
    return new SignJWT({ tenant: user.tenant, role: user.role ?? 'user' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(user.sub)
      .setExpirationTime(lifetime)
      .sign(new TextEncoder().encode(JWT_SECRET));
  }

  /** One query or mutation, with whatever came back. */
  async ask<Data = Record<string, never>>(
    query: string,
    variables: Record<string, unknown> = {},
    asking: Asking = {},
  ): Promise<GraphQLAnswer<Data>> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...this.authorization(asking),
        ...asking.cookies?.header(),
        ...asking.headers,
      },
      body: JSON.stringify({ query, variables }),
    });
    asking.cookies?.keep(response);
    return (await response.json()) as GraphQLAnswer<Data>;
  }

  /** One query or mutation that must not fail. */
  async get<Data>(query: string, variables: Record<string, unknown> = {}, asking: Asking = {}): Promise<Data> {
    const { data, errors } = await this.ask<Data>(query, variables, asking);
    if (errors !== undefined) throw new Error(`GraphQL failed: ${JSON.stringify(errors)}`);
    return data;
  }

  /**
   * A subscription over SSE. Events as they come; ends when the loop is left.
   * @param asking `onOpen` is called when the hub has begun to listen: from then on nothing is missed.
   */
  async *watch<Data>(
    query: string,
    variables: Record<string, unknown> = {},
    asking: Asking & { onOpen?: () => void } = {},
  ): AsyncGenerator<Data> {
    const client = createClient({
      url: `${this.url}/graphql`,
      singleConnection: false,
      headers: this.authorization(asking),
      retryAttempts: 0,
      on: { connected: () => asking.onOpen?.() },
    });
    try {
      for await (const { data, errors } of client.iterate<Data>({ query, variables })) {
        if (errors !== undefined) throw new Error(`The subscription failed: ${JSON.stringify(errors)}`);
        if (data) yield data;
      }
    } finally {
      client.dispose();
    }
  }

  private authorization({ as }: Asking): Record<string, string> {
    return as === null ? {} : { authorization: `Bearer ${as ?? this.operatorKey}` };
  }

  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.child;
    if (child === null || this.exited) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }
}

/** Asks again and again until it is so; at most 20 s. */
export async function eventually(isSo: () => Promise<boolean>, what: string, withinMs = 20_000): Promise<void> {
  const until = Date.now() + withinMs;
  for (;;) {
    const so = await isSo().catch((error: unknown) => {
      if (error instanceof TypeError) return false;
      throw error;
    });
    if (so) return;
    if (Date.now() > until) throw new Error(`Waited too long for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Ports below those that connections going out are given, one of which would take it before its server does. */
const PORTS = { first: 12_000, perWorker: 2_500, workers: 8 };
/** Its own of each worker, and not given again soon: between the question and the server another would take it. */
const ports = { first: firstPort(), next: randomInt(PORTS.perWorker) };

function firstPort(): number {
  const worker = Number(process.env.VITEST_POOL_ID ?? 0);
  return PORTS.first + (worker % PORTS.workers) * PORTS.perWorker;
}

export async function freePort(): Promise<number> {
  for (;;) {
    const port = ports.first + (ports.next++ % PORTS.perWorker);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
