import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Contact {
  id: number;
  name: string;
  updated_at: string;
  archived?: boolean;
}

/** A service with a paged JSON list of contacts, as thousands have it. */
export interface ContactsServer extends AsyncDisposable {
  url: string;
  contacts: Contact[];
  /** What was asked for, path and query. */
  asked: string[];
  /** Answers instead of the list, once. */
  answerOnce: Answer | null;
  /** Answers instead of the list, until it is null again. */
  answerAlways: Answer | null;
  /** Awaited before a page of the list is answered, where there is one. */
  beforePage: (() => Promise<void>) | null;
}

interface Answer {
  status: number;
  body: string;
  headers?: Record<string, string>;
}

const PAGE_SIZE = 2;
const LIST = '/v1/contacts';

/** `GET /v1/contacts?cursor=&updated_since=` with `{ data: { items }, meta: { next } }`, `GET /v1/me`. */
export async function startContactsServer(): Promise<ContactsServer> {
  const http = createServer(async (request, response) => {
    server.asked.push(request.url ?? '');
    if (request.url?.startsWith(LIST)) await server.beforePage?.();
    const { status, body, headers } = answer(server, request);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const server: ContactsServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    contacts: [],
    asked: [],
    answerOnce: null,
    answerAlways: null,
    beforePage: null,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}

function answer(server: ContactsServer, { url, headers }: IncomingMessage): Answer {
  if (!/^Bearer .+/.test(headers.authorization ?? '')) return { status: 401, body: '{}' };
  const { pathname, searchParams } = new URL(url ?? '/', server.url);
  if (pathname === '/v1/me') return json({ user: { id: 42, email: 'ada@contacts.example' } });
  if (pathname !== LIST) return { status: 404, body: '{}' };
  const instead = server.answerOnce ?? server.answerAlways;
  server.answerOnce = null;
  if (instead !== null) return instead;

  const since = searchParams.get('updated_since');
  const wanted = server.contacts.filter(({ updated_at }) => since === null || updated_at >= since);
  const from = Number(searchParams.get('cursor') ?? 0);
  const next = from + PAGE_SIZE < wanted.length ? String(from + PAGE_SIZE) : null;
  return json({ data: { items: wanted.slice(from, from + PAGE_SIZE) }, meta: { next } });
}

function json(body: unknown): Answer {
  return { status: 200, body: JSON.stringify(body) };
}

export const OPENID = [{ name: 'openid', reason: 'To know whose account it is.' }];

/** The service as an operator declares it, with the accounts of an OpenID provider. */
export function contactsDeclaration(id: string, oidc: { url: string }, api: ContactsServer) {
  return {
    id,
    name: 'Contacts',
    apiUrl: `${api.url}/v1`,
    // The client of the tests' issuer sends its secret in the body.
    oauth: { issuer: oidc.url, clientAuthentication: 'CLIENT_SECRET_POST', scopes: OPENID },
    models: [
      {
        name: 'CrmContact',
        path: 'contacts',
        items: 'data.items',
        updatedAt: 'updated_at',
        deleted: 'archived',
        paging: { style: 'CURSOR', next: 'meta.next', parameter: 'cursor' },
        changedSince: { parameter: 'updated_since' },
      },
    ],
  };
}
