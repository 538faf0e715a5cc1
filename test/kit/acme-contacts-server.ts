import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

const PAGE_SIZE = 2;

interface Contact {
  id: string;
  email: string;
}

/** The API of the worked example in docs/adding-a-provider.md: contacts of one account, two a page. */
export class AcmeContactsServer implements AsyncDisposable {
  readonly contacts: Contact[] = [];
  private readonly http = createServer((request, response) => {
    void this.answer(request).then(({ status, body }) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    );
  });

  /** @param isToken whether a token may read and write. */
  constructor(private readonly isToken: (token: string) => boolean) {}

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.http.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}/`;
  }

  add(email: string): Contact {
    const contact = { id: `contact_${this.contacts.length + 1}`, email };
    this.contacts.push(contact);
    return contact;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }

  private async answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const { method, url = '', headers } = request;
    const { pathname, searchParams } = new URL(url, this.url);
    if (!this.isToken(headers.authorization?.replace('Bearer ', '') ?? '')) return { status: 401, body: {} };
    switch (`${method} ${pathname}`) {
      case 'GET /me':
        return { status: 200, body: { id: 'account_1', name: 'Ada Inc.' } };
      case 'GET /contacts':
        return { status: 200, body: this.page(Number(searchParams.get('from') ?? searchParams.get('since') ?? 0)) };
      case 'POST /contacts':
        return { status: 201, body: this.add(((await json(request)) as Contact).email) };
      default:
        return { status: 404, body: {} };
    }
  }

  /** The token of the last page is where contacts that are added later begin. */
  private page(from: number): object {
    const end = from + PAGE_SIZE;
    const contacts = this.contacts.slice(from, end);
    return end < this.contacts.length
      ? { contacts, next: `contacts?from=${end}` }
      : { contacts, next: null, token: String(this.contacts.length) };
  }
}
