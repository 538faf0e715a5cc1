// Before a small server that answers as https://developers.acme-corp.example documents it.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { acmeCorp } from '../../../src/providers/acme-corp/acme-corp.provider.js';
import { createAcmeCorpApi } from '../../../src/providers/acme-corp/acme-corp-api.js';
import { createItem } from '../../../src/providers/acme-corp/create-item.action.js';
import { fetchWith } from '../../kit/emulators.js';
import { hubErrorOf, readAll } from '../../kit/read-model.js';

const ITEMS = [
  { id: 'item_1', title: 'First', updated_at: '2026-11-20T08:00:00Z' },
  { id: 'item_2', title: 'Second', updated_at: '2026-11-22T08:00:00Z' },
  { id: 'item_3', title: null, updated_at: '2026-11-24T08:00:00Z', colour: 'red' },
];
const PAGE_SIZE = 2;

describe('Acme Corp', () => {
  /** Calls as they came. */
  const asked: { method: string; url: URL; headers: IncomingMessage['headers']; body: unknown }[] = [];
  const server = createServer((request, response) => {
    void take(request).then(({ status, body }) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    );
  });
  let apiUrl = '';

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  beforeEach(() => void (asked.length = 0));
  afterAll(() => void server.close());

  const reading = (token = 'a-token') => ({
    provider: acmeCorp,
    model: 'AcmeCorpItem',
    fetch: fetchWith(token),
    apiUrl,
  });
  const api = () => createAcmeCorpApi({ fetch: fetchWith('a-token'), apiUrl });

  test('says whose account it is', async () => {
    expect(await acmeCorp.identify(api())).toEqual({ externalId: 'acc_1', label: 'ada@example.com' });
  });

  test('gives its items page by page, as it sends them', async () => {
    const { pages, records } = await readAll(reading());

    expect(pages.map((page) => page.records.length)).toEqual([2, 1]);
    expect(records).toEqual(new Map(ITEMS.map((item) => [item.id, item])));
  });

  test('goes on where a run was interrupted', async () => {
    const { pages } = await readAll(reading());

    const rest = await readAll(reading(), { checkpoint: pages[0]?.checkpoint });

    expect([...rest.records.keys()]).toEqual(['item_3']);
  });

  test('is asked in an incremental run for what changed since the last', async () => {
    const changedSince = Date.parse('2026-11-21T00:00:00Z');

    const { records } = await readAll(reading(), { kind: 'INCREMENTAL', changedSince });

    expect([...records.keys()]).toEqual(['item_2', 'item_3']);
  });

  test('createItem gives the id, and hands the idempotency key on', async () => {
    const created = await createItem.run({
      api: api(),
      input: createItem.input.parse({ title: 'Fourth' }),
      idempotencyKey: 'order-7',
      signal: new AbortController().signal,
    });

    expect(created).toEqual({ id: 'item_4' });
    expect(asked).toMatchObject([{ body: { title: 'Fourth' }, headers: { 'idempotency-key': 'order-7' } }]);
  });

  test('says what a person can do about a refusal', async () => {
    const error = await readAll(reading('a-token-without-rights')).catch((refusal: unknown) => refusal);

    expect(hubErrorOf(acmeCorp, error)).toMatchObject({
      code: 'REAUTHORIZATION_REQUIRED',
      message: 'Acme Corp was connected without a permission that this needs. Connect it again and allow it.',
      status: 403,
    });
  });

  async function take(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const { method = '', headers } = request;
    const url = new URL(request.url ?? '', apiUrl);
    asked.push({ method, url, headers, body: method === 'POST' ? await json(request) : null });
    if (headers.authorization !== 'Bearer a-token') return { status: 403, body: { error: 'forbidden' } };
    if (url.pathname === '/me') return { status: 200, body: { id: 'acc_1', email: 'ada@example.com' } };
    return method === 'POST' ? { status: 201, body: { id: 'item_4' } } : { status: 200, body: pageOf(url) };
  }
});

function pageOf({ searchParams }: URL): object {
  const since = searchParams.get('updated_since') ?? '';
  const listed = ITEMS.filter((item) => item.updated_at >= since);
  const from = Number(searchParams.get('after') ?? 0);
  const end = from + PAGE_SIZE;
  return { items: listed.slice(from, end), next: end < listed.length ? String(end) : null };
}
