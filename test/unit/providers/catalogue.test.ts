import { expect, test } from 'vitest';
import { catalogue, providers } from '../../../src/providers/index.js';
import { foundAccount } from '../../../src/providers/oauth2/found-account.js';

test('offers the long tail under addresses that are the same for everybody', () => {
  expect(catalogue.length).toBeGreaterThan(150);
  for (const { id, kind, endpoints, models, actions } of catalogue) {
    const { authorizationUrl, tokenUrl, apiUrl } = endpoints;
    for (const address of [authorizationUrl, tokenUrl, apiUrl]) {
      expect(new URL(String(address)).protocol, id).toBe('https:');
      expect(address, id).not.toContain('[');
    }
    expect({ kind, models, actions }, id).toEqual({ kind: 'CATALOGUE', models: [], actions: [] });
  }
});

test('leaves out what the hub has itself', () => {
  const own = new Set(providers.map(({ id }) => id));

  expect(catalogue.filter(({ id }) => own.has(id) || id === 'google')).toEqual([]);
  expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length);
});

test.each([
  [
    { sub: 'a', email: 'ada@example.com' },
    { externalId: 'a', label: 'ada@example.com' },
  ],
  [{ data: { id: 7, name: 'Ada' } }, { externalId: '7', label: 'Ada' }],
  [{ data: [{ id: '7', login: 'ada' }] }, { externalId: '7', label: 'ada' }],
  [{ response: { user: { id: '7' } } }, { externalId: '7', label: '7' }],
  [{ anything: 'else' }, { externalId: 'account', label: 'Acme' }],
  [null, { externalId: 'account', label: 'Acme' }],
])('finds the account in %j', async (body, account) => {
  const asked: string[] = [];
  const api = {
    apiUrl: 'https://moved.example/',
    get: (url: URL) => Promise.resolve({ body: (asked.push(url.href), body), headers: new Headers() }),
  };

  expect(await foundAccount(api, 'Acme', new URL('https://api.example/v1/me?fields=all'))).toEqual(account);
  expect(asked).toEqual(['https://moved.example/v1/me?fields=all']);
});
