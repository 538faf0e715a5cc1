// Follows Stripe's documented answers (https://docs.stripe.com/api), where the emulator has no events,
// subscriptions, invoices, idempotency keys or refused keys.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { declined, forbidden, missing, refusal, reusedKey, type StripeAnswer } from './stripe/stripe-answers.js';
import { StripeStore } from './stripe/stripe-store.js';

export interface AskedOfStripe {
  method: string;
  path: string;
  query: URLSearchParams;
  form: URLSearchParams;
  headers: IncomingMessage['headers'];
}

const KINDS: Readonly<Record<string, { object: string; permission: string }>> = {
  customers: { object: 'customer', permission: 'rak_customer' },
  subscriptions: { object: 'subscription', permission: 'rak_subscription' },
  invoices: { object: 'invoice', permission: 'rak_invoice' },
  products: { object: 'product', permission: 'rak_product' },
  prices: { object: 'price', permission: 'rak_plan' },
  webhook_endpoints: { object: 'webhook_endpoint', permission: 'rak_webhook' },
};

/** A Stripe account behind one key. */
export class StripeServer implements AsyncDisposable {
  readonly key = 'rk_test_acorn';
  readonly platform = { id: 'ca_acorn', secret: 'sk_test_platform' };
  readonly store: StripeStore;
  readonly asked: AskedOfStripe[] = [];
  /** Permissions that the key lacks, e.g. rak_invoice_read. */
  readonly lacking = new Set<string>();
  /** The bank's word for why a charge fails; null where it does not. */
  declinesWith: string | null = null;
  /** Accounts whose access the platform gave back. */
  readonly deauthorized: string[] = [];
  private readonly kept = new Map<string, { request: string; answer: StripeAnswer }>();
  private readonly server = createServer((request, response) => {
    void this.take(request).then(({ status, body }) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    );
  });

  private constructor(clock: () => number) {
    this.store = new StripeStore(clock);
  }

  static async start(clock: () => number = Date.now): Promise<StripeServer> {
    const server = new StripeServer(clock);
    server.server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    return server;
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage): Promise<StripeAnswer> {
    const url = new URL(request.url ?? '/', this.apiUrl);
    const { method = 'GET', headers } = request;
    const asked = {
      method,
      path: url.pathname,
      query: url.searchParams,
      form: new URLSearchParams(await text(request)),
      headers,
    };
    this.asked.push(asked);
    if (asked.path === '/oauth/deauthorize') return this.deauthorize(asked);
    if (headers.authorization !== `Bearer ${this.key}`)
      return refusal(401, { message: 'Invalid API Key provided: rk_test_*****' });
    return method === 'POST' ? this.once(asked) : this.answer(asked);
  }

  /** @see https://docs.stripe.com/api/idempotent_requests */
  private once(asked: AskedOfStripe): StripeAnswer {
    const key = asked.headers['idempotency-key'];
    if (typeof key !== 'string') return this.answer(asked);
    const request = `${asked.path} ${asked.form}`;
    const known = this.kept.get(key);
    if (known !== undefined) return known.request === request ? known.answer : reusedKey(key);
    const answer = this.answer(asked);
    this.kept.set(key, { request, answer });
    return answer;
  }

  private answer(asked: AskedOfStripe): StripeAnswer {
    const [, , kind = '', id] = asked.path.split('/');
    if (kind === 'account') return this.account();
    if (kind === 'events') return this.page(this.events(asked.query), asked, 'event');
    const { object, permission } = KINDS[kind] ?? { object: '', permission: '' };
    if (object === '') return refusal(404, { message: `Unrecognized request URL (${asked.method}: ${asked.path}).` });
    const needed = `${permission}_${asked.method === 'GET' ? 'read' : 'write'}`;
    if (this.lacking.has(needed)) return forbidden(needed);
    if (asked.method === 'GET' && id === undefined) return this.page(this.listed(object, asked.query), asked, object);
    if (asked.method === 'POST' && id === undefined) return this.create(object, asked.form);
    return this.one(object, id ?? '', asked);
  }

  private account(): StripeAnswer {
    if (this.lacking.has('rak_accounts_kyc_basic_read')) return forbidden('rak_accounts_kyc_basic_read');
    const settings = { dashboard: { display_name: 'Acorn Software' } };
    return { status: 200, body: { id: 'acct_acorn', object: 'account', email: 'ada@example.com', settings } };
  }

  private listed(object: string, query: URLSearchParams) {
    const all = this.store.listed(object);
    // Without a status Stripe leaves out the subscriptions that were cancelled.
    return object !== 'subscription' || query.get('status') === 'all'
      ? all
      : all.filter(({ status }) => status !== 'canceled');
  }

  private events(query: URLSearchParams) {
    const types = [...query].filter(([name]) => name.startsWith('types[')).map(([, type]) => type);
    const since = Number(query.get('created[gte]') ?? 0);
    return this.store.events.filter(({ type, created }) => types.includes(String(type)) && created >= since);
  }

  private page(all: readonly { id: string }[], { path, query }: AskedOfStripe, kind: string): StripeAnswer {
    const after = query.get('starting_after');
    const place = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
    if (after !== null && place === 0) return missing(kind, after, 'starting_after');
    const end = place + Number(query.get('limit') ?? 10);
    return {
      status: 200,
      body: { object: 'list', url: path, data: all.slice(place, end), has_more: end < all.length },
    };
  }

  private create(object: string, form: URLSearchParams): StripeAnswer {
    if (object === 'webhook_endpoint') {
      const endpoint = this.store.put(object, 'we_1', { url: form.get('url'), secret: 'whsec_of_the_endpoint' });
      return { status: 200, body: endpoint };
    }
    return this.subscribe(form);
  }

  private subscribe(form: URLSearchParams): StripeAnswer {
    const customer = form.get('customer') ?? '';
    if (!this.store.objects.has(customer)) return missing('customer', customer, 'customer');
    if (this.declinesWith !== null && form.get('payment_behavior') === 'error_if_incomplete') {
      return declined(this.declinesWith);
    }
    const inTrial = form.has('trial_period_days');
    const subscription = this.store.put('subscription', `sub_${this.store.objects.size}`, {
      customer,
      status: inTrial ? 'trialing' : 'incomplete',
      cancel_at_period_end: false,
    });
    const expanded = {
      pending_setup_intent: inTrial ? { id: 'seti_1', client_secret: 'seti_1_secret' } : null,
      latest_invoice: {
        id: 'in_1',
        confirmation_secret: inTrial ? null : { type: 'payment_intent', client_secret: 'pi_1_secret' },
      },
    };
    return { status: 200, body: { ...subscription, ...expanded } };
  }

  private one(object: string, id: string, { method, form }: AskedOfStripe): StripeAnswer {
    const known = this.store.objects.get(id);
    const isEnded = known?.['status'] === 'canceled';
    if (known?.object !== object || (method === 'DELETE' && isEnded)) return missing(object, id);
    if (method === 'GET')
      return { status: 200, body: known['deleted'] === true ? { id, object, deleted: true } : known };
    if (method === 'DELETE' && object === 'webhook_endpoint') {
      this.store.delete(id);
      return { status: 200, body: { id, object, deleted: true } };
    }
    const changed = form.has('cancel_at_period_end')
      ? { cancel_at_period_end: true, cancel_at: 1_800_000_000 }
      : { status: 'canceled', ended_at: 1_700_000_000 };
    return { status: 200, body: this.store.put(object, id, changed, method === 'DELETE' ? 'deleted' : 'updated') };
  }

  /** @see https://docs.stripe.com/connect/oauth-reference#post-deauthorize */
  private deauthorize({ headers, form }: AskedOfStripe): StripeAnswer {
    const isPlatform =
      headers.authorization === `Bearer ${this.platform.secret}` && form.get('client_id') === this.platform.id;
    if (!isPlatform)
      return { status: 401, body: { error: 'invalid_client', error_description: 'No such application.' } };
    this.deauthorized.push(form.get('stripe_user_id') ?? '');
    return { status: 200, body: { stripe_user_id: form.get('stripe_user_id') } };
  }
}
