import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fetch } from '../../src/providers/provider.js';
import { startSandbox, type Sandbox, type SandboxProvider } from '../../src/sandbox/sandbox.js';

const PUBLIC_URL = 'http://localhost:4000';

export type SandboxProviderId = 'google-calendar' | 'gmail' | 'slack' | 'github';

const SCOPES: Readonly<Record<SandboxProviderId, string>> = {
  'google-calendar': 'https://www.googleapis.com/auth/calendar.events',
  gmail: 'https://www.googleapis.com/auth/gmail.readonly https://www.googleapis.com/auth/gmail.send',
  slack: 'channels:read,users:read,users:read.email,chat:write',
  github: 'repo read:user admin:repo_hook',
};

/** The sandbox's emulators as a test sees them. */
export class Emulators implements AsyncDisposable {
  private constructor(
    private readonly folder: string,
    private readonly publicUrl: string,
    private sandbox: Sandbox,
  ) {}

  /** @param publicUrl Of the hub: browsers are sent back there, and events are delivered. */
  static async start(publicUrl = PUBLIC_URL): Promise<Emulators> {
    const folder = await mkdtemp(join(tmpdir(), 'hub-sandbox-'));
    return new Emulators(folder, publicUrl, await startIn(folder, publicUrl));
  }

  provider(id: SandboxProviderId): SandboxProvider {
    const provider = this.sandbox.providers.get(id);
    if (provider === undefined) throw new Error(`no sandbox for ${id}`);
    return provider;
  }

  /** As a restart of the hub does: new processes, the same folder. */
  async restart(): Promise<void> {
    await this.sandbox.close();
    this.sandbox = await startIn(this.folder, this.publicUrl);
  }

  /** Links an account as a person does who consents in the browser; gives the token endpoint's answer. */
  async connect(id: SandboxProviderId, person: string): Promise<Record<string, unknown>> {
    const { clientId, endpoints } = this.provider(id);
    const redirect_uri = `${this.publicUrl}/oauth/callback/${id}`;
    const address = new URL(endpoints.authorizationUrl);
    const asked = { client_id: clientId, redirect_uri, scope: SCOPES[id], state: 'a-state', response_type: 'code' };
    address.search = String(new URLSearchParams(asked));
    const back = await consent(address, person);
    return this.askForTokens(id, {
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri,
    });
  }

  /** What the token endpoint answers. */
  async askForTokens(id: SandboxProviderId, fields: Record<string, string>): Promise<Record<string, unknown>> {
    const { clientId, clientSecret, endpoints } = this.provider(id);
    const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...fields });
    const headers = { accept: 'application/json' };
    const answer = await fetch(endpoints.tokenUrl, { method: 'POST', headers, body });
    return (await answer.json()) as Record<string, unknown>;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.sandbox.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Chooses a person on an emulator's consent page; gives where the browser is sent back to. */
export async function consent(address: URL | string, person: string): Promise<URL> {
  const page = await (await fetch(address)).text();
  const form = page.split('<form').find((part) => part.includes(`>${person}<`));
  if (form === undefined) throw new Error(`${person} is not on the consent page: ${page.slice(0, 500)}`);
  const fields = [...form.matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(
    ([, name = '', value = '']): [string, string] => [name, unescape(value)],
  );
  const [, action = ''] = /action="([^"]*)"/.exec(form) ?? [];
  const answer = await fetch(new URL(action, address), {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
  return new URL(answer.headers.get('location') ?? '');
}

/** A plain fetch that adds the token, in the place of the integration's. */
export function fetchWith(token: string): Fetch {
  return (input, init) => {
    const request = new Request(input, init);
    request.headers.set('authorization', `Bearer ${token}`);
    return fetch(request);
  };
}

async function startIn(folder: string, publicUrl: string): Promise<Sandbox> {
  const quiet = { warn: () => undefined };
  const sandbox = await startSandbox({
    publicUrl,
    dataDir: folder,
    logger: quiet,
    ports: { google: 0, slack: 0, github: 0 },
  });
  if (sandbox === null) throw new Error('nothing is emulated');
  await sandbox.ready;
  return sandbox;
}

function unescape(html: string): string {
  return html
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
