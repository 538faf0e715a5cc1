import type { gmail_v1 } from '@googleapis/gmail';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Mailbox } from './mailbox.js';

export interface Answer {
  status: number;
  body?: unknown;
}

/** A call as it came. */
export interface Asked {
  method: string;
  /** Below `/gmail/v1/users/me/`. */
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
}

/**
 * As much of Gmail as the emulator does not show, after Gmail's documentation: history that has ended (404), page
 * tokens that are not taken (400), bodies kept apart, and whatever a test makes it answer.
 * @see https://developers.google.com/workspace/gmail/api/reference/rest
 */
export class GmailServer implements AsyncDisposable {
  readonly account = 'ada@example.com';
  readonly mailbox = new Mailbox();
  readonly asked: Asked[] = [];
  /** The topic that is told of changes; null where none is. */
  watchedBy: string | null = null;
  /** Answers in the place of the server; null to leave it to it. */
  instead: (asked: Asked) => Answer | null = () => null;
  private readonly server = createServer((request, response) => {
    void this.serve(request, response);
  });

  static async start(): Promise<GmailServer> {
    const server = new GmailServer();
    await new Promise<void>((resolve) => server.server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  /** Ends in a slash. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  /** Of what was sent last, as RFC 5322 has it. */
  get lastSent(): Buffer {
    const { raw } = this.asked.findLast(({ path }) => path === 'messages/send')?.body ?? {};
    return Buffer.from(String(raw), 'base64url');
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await read(request);
    this.asked.push(asked);
    const { status, body } = this.instead(asked) ?? this.answer(asked);
    response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  }

  private answer({ method, path, query, body }: Asked): Answer {
    if (path === 'profile') return { status: 200, body: this.profile };
    if (path === 'settings/sendAs') return { status: 200, body: { sendAs: this.aliases } };
    if (path === 'watch') return this.watch(String(body['topicName']));
    if (path === 'stop') return this.stop();
    if (path === 'history') return this.mailbox.history(query);
    if (path === 'messages') return this.mailbox.list(query);
    if (method === 'POST') return this.mailbox.send(body);
    const [, id = '', attachmentId] = /^messages\/([^/]+)(?:\/attachments\/(.+))?$/.exec(path) ?? [];
    return attachmentId === undefined ? this.mailbox.get(id, query) : this.mailbox.attachment(attachmentId);
  }

  private get profile(): gmail_v1.Schema$Profile {
    return { emailAddress: this.account, historyId: this.mailbox.historyId };
  }

  private get aliases(): gmail_v1.Schema$SendAs[] {
    return [
      { sendAsEmail: 'other@example.com', displayName: 'Other' },
      { sendAsEmail: this.account, displayName: 'Ada Lindqvist', isDefault: true, isPrimary: true },
    ];
  }

  private watch(topicName: string): Answer {
    this.watchedBy = topicName;
    const expiration = String(Date.now() + 7 * 86_400_000);
    return { status: 200, body: { historyId: this.mailbox.historyId, expiration } };
  }

  private stop(): Answer {
    this.watchedBy = null;
    return { status: 204 };
  }
}

/** As Google refuses. */
export function refusal(status: number, reason: string, message = reason): Answer {
  return { status, body: { error: { code: status, message, errors: [{ message, domain: 'global', reason }] } } };
}

async function read(request: IncomingMessage): Promise<Asked> {
  const url = new URL(request.url ?? '', 'http://localhost');
  const body = await text(request);
  return {
    method: request.method ?? '',
    path: url.pathname.replace('/gmail/v1/users/me/', ''),
    query: url.searchParams,
    body: body === '' ? {} : (JSON.parse(body) as Record<string, unknown>),
  };
}
