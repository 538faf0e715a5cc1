import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { toJson } from '../../../src/platform/database/json-text.js';
import { ada, openApi } from '../../kit/api.js';
import { describeEachDatabase } from '../../kit/databases.js';

const PROVIDERS = await readFile('schema/operations/providers.graphql', 'utf8');

describeEachDatabase((database) => {
  test('shows what can be connected, by name, with all that registering it takes', async () => {
    await using api = await openApi(database);

    const { data, errors } = await api.askAs(ada, PROVIDERS);

    expect(errors).toEqual([]);
    expect(data.providers.totalCount).toBe(2);
    expect(data.providers.nodes).toMatchObject([
      {
        id: 'keys',
        authMethods: ['API_KEY'],
        availableAuthMethods: ['API_KEY'],
        keyHelp: { url: 'https://keys.example/mine', hint: 'Any key.' },
        redirectUrl: null,
        webhookUrl: null,
        defaultScopes: [],
        models: [],
        actions: [],
      },
      {
        id: 'things',
        authMethods: ['OAUTH2'],
        configured: true,
        defaultScopes: ['things.read', 'things.write'],
        scopes: [
          { name: 'things.read', reason: 'To sync your things.' },
          { name: 'things.write', reason: 'To rename your things.' },
        ],
        availableAuthMethods: ['OAUTH2'],
        keyHelp: null,
        redirectUrl: 'https://hub.example/oauth/callback/things',
        webhookUrl: 'https://hub.example/webhooks/things',
        models: [{ name: 'Thing', fullSchedule: '1 week', incrementalSchedule: '15 minutes' }],
        actions: [
          {
            name: 'rename',
            mutation: 'thingsRename',
            inputSchema: { type: 'object', required: ['id', 'title'] },
            outputSchema: { type: 'object', required: ['title'] },
          },
        ],
      },
    ]);
  });

  test('pages and searches', async () => {
    await using api = await openApi(database);

    const first = await api.askAs(ada, PROVIDERS, { first: 1 });
    const second = await api.askAs(ada, PROVIDERS, { first: 1, after: first.data.providers.pageInfo.endCursor });
    const found = await api.askAs(ada, PROVIDERS, { search: 'THING' });
    const missing = await api.askAs(ada, '{ provider(id: "nobody") { id } }');

    expect(first.data.providers).toMatchObject({ nodes: [{ id: 'keys' }], pageInfo: { hasNextPage: true } });
    expect(second.data.providers).toMatchObject({ nodes: [{ id: 'things' }], pageInfo: { hasNextPage: false } });
    expect(found.data.providers.nodes).toMatchObject([{ id: 'things' }]);
    expect(missing).toEqual({ data: { provider: null }, errors: [] });
  });

  test('tells the configured from the others', async () => {
    await using api = await openApi(database);

    const ids = async (configured: boolean) =>
      (await api.askAs(ada, PROVIDERS, { configured })).data.providers.nodes.map(({ id }: { id: string }) => id);

    expect(await ids(true)).toEqual(['keys', 'things']);
    expect(await ids(false)).toEqual([]);
  });

  test('gives no reason for a scope that an operator added, and no way to connect while the provider is off', async () => {
    await using api = await openApi(database);
    const scopes = toJson(['things.read', 'things.admin']);
    const config = { providerId: 'things', scopes, disabledAt: 1, updatedAt: 1 };
    await api.db.insertInto('provider_config').values(config).execute();

    const { data } = await api.askAs(ada, PROVIDERS, { search: 'things' });

    expect(data.providers.nodes).toMatchObject([
      {
        authMethods: ['OAUTH2'],
        availableAuthMethods: [],
        scopes: [
          { name: 'things.read', reason: 'To sync your things.' },
          { name: 'things.admin', reason: null },
        ],
      },
    ]);
  });
});
