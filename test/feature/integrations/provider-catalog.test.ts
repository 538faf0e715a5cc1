import { expect, test } from 'vitest';
import { migrations } from '../../../migrations/index.js';
import { ProviderCatalog, type ProviderCatalogOptions } from '../../../src/integrations/provider-catalog.js';
import type { ProviderConfiguration } from '../../../src/integrations/store-provider-config.js';
import { openDatabase } from '../../../src/platform/database/open-database.js';
import { Sealer } from '../../../src/platform/sealing/sealer.js';
import { entities, type Tables } from '../../../src/tables.js';
import { declaredProvider } from '../../../src/providers/oauth2/declared-provider.js';
import {
  providerDeclaration,
  type ProviderDefinition,
  type ResolvedDeclaration,
} from '../../../src/providers/provider.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { testProviders } from '../../kit/test-providers.js';

const DECLARED = {
  authorizationUrl: 'https://things.example/authorize',
  tokenUrl: 'https://things.example/token',
  apiUrl: 'https://things.example/api/',
};

describeEachDatabase((database) => {
  test('falls back from what is stored to the environment, and to the declaration', async () => {
    await using place = await openCatalog(database);

    expect(await place.catalog.settings('things')).toMatchObject({
      configured: true,
      enabled: true,
      clientId: 'env-id',
      clientSecret: 'env-secret',
      webhookSecret: null,
      endpoints: DECLARED,
    });

    await place.catalog.configure({
      providerId: 'things',
      clientId: 'own-id',
      clientSecret: 'own-secret',
      webhookSecret: 'hook',
    });
    expect(await place.catalog.settings('things')).toMatchObject({
      clientId: 'own-id',
      clientSecret: 'own-secret',
      webhookSecret: 'hook',
    });

    await place.catalog.configure({ providerId: 'things', clientId: '', clientSecret: '' });
    expect(await place.catalog.settings('things')).toMatchObject({
      clientId: 'env-id',
      clientSecret: 'env-secret',
      webhookSecret: 'hook',
    });
  });

  test('takes a client whole: no id with the secret of another source', async () => {
    await using place = await openCatalog(database);

    await place.catalog.configure({ providerId: 'things', clientId: 'own-id' });
    const idOnly = await place.catalog.settings('things');
    const shown = (await place.catalog.settingsOfAll()).get('things');
    await place.catalog.configure({ providerId: 'things', clientId: '', clientSecret: 'own-secret' });
    const secretOnly = await place.catalog.settings('things');

    expect(idOnly).toMatchObject({ clientId: 'own-id', clientSecret: null, configured: false });
    expect(shown).toMatchObject({ clientId: 'own-id', configured: false });
    expect(secretOnly).toMatchObject({ clientId: 'env-id', clientSecret: 'env-secret', configured: true });
  });

  test('keeps what an update leaves out', async () => {
    await using place = await openCatalog(database);
    const { catalog } = place;
    await catalog.configure({
      providerId: 'things',
      clientId: 'id',
      scopes: ['a', 'b', 'a'],
      endpoints: { tokenUrl: 'https://ghe.example/token' },
    });

    await catalog.configure({
      providerId: 'things',
      clientId: null,
      scopes: null,
      endpoints: { apiUrl: new URL('https://ghe.example/api/v3') },
      enabled: false,
    });

    expect(await catalog.settings('things')).toMatchObject({
      enabled: false,
      clientId: 'id',
      scopes: ['a', 'b'],
      endpoints: { ...DECLARED, tokenUrl: 'https://ghe.example/token', apiUrl: 'https://ghe.example/api/v3/' },
    });

    await catalog.configure({ providerId: 'things', scopes: [], enabled: true });
    const settings = await catalog.settings('things');
    expect(settings.enabled).toBe(true);
    expect(settings.scopes).not.toContain('a');
  });

  test('stores secrets sealed', async () => {
    await using place = await openCatalog(database);
    await place.catalog.configure({ providerId: 'things', clientSecret: 'very-secret', webhookSecret: 'hook-secret' });

    const rows = await place.db.selectFrom('provider_config').selectAll().execute();

    expect(rows[0]).toMatchObject({
      sealedClientSecret: expect.stringMatching(/^eyJ/),
      sealedWebhookSecret: expect.stringMatching(/^eyJ/),
    });
    expect(JSON.stringify(rows)).not.toMatch(/very-secret|hook-secret/);
  });

  test('does not take one secret for another', async () => {
    await using place = await openCatalog(database);
    await place.catalog.configure({ providerId: 'things', clientId: 'id', clientSecret: 'a', webhookSecret: 'b' });
    await place.db
      .updateTable('provider_config')
      .set((row) => ({ sealedClientSecret: row.ref('sealedWebhookSecret') }))
      .execute();
    place.clock.now += 1001;

    await expect(place.catalog.settings('things')).rejects.toThrow(/sealed for another place/);
  });

  test('shows the providers also where a secret cannot be opened', async () => {
    await using place = await openCatalog(database);
    await place.catalog.configure({ providerId: 'things', clientId: 'id', clientSecret: 'a' });
    await place.db.updateTable('provider_config').set({ sealedClientSecret: 'broken' }).execute();
    place.clock.now += 1001;

    expect((await place.catalog.settingsOfAll()).get('things')).toMatchObject({ configured: true, clientId: 'id' });
  });

  test('reads the settings of all in one statement, and sees within a second what another process stored', async () => {
    await using place = await openCatalog(database);
    await place.catalog.settingsOfAll();
    const before = place.statements();

    await Promise.all([place.catalog.settingsOfAll(), place.catalog.settings('things')]);
    expect(place.statements() - before).toBe(0);

    await place.db
      .insertInto('provider_config')
      .values({ providerId: 'things', clientId: 'elsewhere', updatedAt: 0 })
      .execute();
    place.clock.now += 1000;

    expect(await place.catalog.settings('things')).toMatchObject({ clientId: 'elsewhere' });
    expect(place.statements() - before).toBe(2);
  });

  test.each<[string, Partial<ProviderConfiguration>, string[], RegExp]>([
    [
      'plain http',
      { endpoints: { tokenUrl: 'http://things.example/token' } },
      ['endpoints', 'tokenUrl'],
      /must be https/,
    ],
    ['this machine', { endpoints: { apiUrl: 'https://localhost/' } }, ['endpoints', 'apiUrl'], /private network/],
    [
      'a private address',
      { endpoints: { apiUrl: 'https://169.254.169.254/' } },
      ['endpoints', 'apiUrl'],
      /private network/,
    ],
    [
      'a file',
      { endpoints: { authorizationUrl: 'file:///etc/passwd' } },
      ['endpoints', 'authorizationUrl'],
      /http\(s\) address/,
    ],
    ['no address', { endpoints: { revocationUrl: 'revoke' } }, ['endpoints', 'revocationUrl'], /http\(s\) address/],
    [
      'credentials in an address',
      { endpoints: { tokenUrl: 'https://a:b@things.example/' } },
      ['endpoints', 'tokenUrl'],
      /user name/,
    ],
    ['a scope with a space', { scopes: ['a b'] }, ['scopes'], /without spaces/],
    ['a secret of two lines', { clientSecret: 'a\nb' }, ['clientSecret'], /one line/],
    ['an endless id', { clientId: 'x'.repeat(5000) }, ['clientId'], /at most 4000/],
  ])('refuses %s and stores nothing', async (_, wanted, field, message) => {
    await using place = await openCatalog(database);

    const configured = place.catalog.configure({ providerId: 'things', enabled: false, ...wanted });

    await expect(configured).rejects.toMatchObject({
      code: 'BAD_INPUT',
      field: ['input', ...field],
      message: expect.stringMatching(message),
    });
    expect(await place.db.selectFrom('provider_config').selectAll().execute()).toEqual([]);
  });

  test('takes private addresses where they are allowed', async () => {
    await using place = await openCatalog(database, { allowPrivateEndpoints: true });

    await place.catalog.configure({ providerId: 'things', endpoints: { apiUrl: 'http://127.0.0.1:4010/api' } });

    expect((await place.catalog.settings('things')).endpoints.apiUrl).toBe('http://127.0.0.1:4010/api/');
  });

  test('names what it knows where it does not know a provider or model', async () => {
    await using place = await openCatalog(database);
    const { catalog } = place;

    expect(catalog.find('nope')).toBeNull();
    expect(() => catalog.get('nope')).toThrow(/There is no provider "nope"; known are .*things/);
    expect(() => catalog.modelOf('things', 'Nope')).toThrow(/no model "Nope"; known are Thing/);
    expect(catalog.modelOf('things', 'Thing')).toMatchObject({ name: 'Thing' });
    await expect(catalog.configure({ providerId: 'nope' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(catalog.settings('nope')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('knows within a second what another process declared, and forgets what it removed', async () => {
    await using place = await openCatalog(database, { allowPrivateEndpoints: true });
    const other = place.another();
    await other.load();

    await place.catalog.declare(CRM);
    const early = other.find('crm');
    place.clock.now += 1_000;
    await other.load();
    const late = other.find('crm');
    await place.catalog.removeDeclared('crm');
    place.clock.now += 1_000;
    await other.load();

    expect([early, late?.name, other.find('crm')]).toEqual([null, 'CRM', null]);
  });

  test('keeps to what is built in, then to what is declared, then to the catalogue', async () => {
    const spotify = { ...declaredProvider(CRM), id: 'spotify', name: 'Catalogue', kind: 'CATALOGUE' } as const;
    await using place = await openCatalog(database, { definitions: [...testProviders, spotify] });

    const before = place.catalog.get('spotify').name;
    await place.catalog.declare({ ...CRM, id: 'spotify', name: 'Declared' });

    expect(before).toBe('Catalogue');
    expect(place.catalog.get('spotify')).toMatchObject({ name: 'Declared', kind: 'DECLARED' });
    expect(place.catalog.list().filter(({ id }) => id === 'spotify')).toHaveLength(1);
    await expect(place.catalog.declare({ ...CRM, id: 'things' })).rejects.toMatchObject({ code: 'CONFLICT' });
    await place.catalog.removeDeclared('spotify');
    expect(place.catalog.get('spotify').name).toBe('Catalogue');
  });

  test('leaves out what another release stored and this one cannot read, and nothing else', async () => {
    await using place = await openCatalog(database);
    await place.catalog.declare(CRM);
    await place.db
      .updateTable('provider_config')
      .set({ declaration: '{"id":"crm"}' as never })
      .execute();
    place.clock.now += 1_000;

    await place.catalog.load();

    expect(place.catalog.find('crm')).toBeNull();
    expect(place.unreadable).toEqual(['crm']);
    expect(await place.catalog.settings('things')).toMatchObject({ clientId: 'env-id' });
  });
});

const CRM = providerDeclaration.parse({
  id: 'crm',
  name: 'CRM',
  apiUrl: 'https://crm.example/api/',
  oauth: { authorizationUrl: 'https://crm.example/authorize', tokenUrl: 'https://crm.example/token' },
  account: { path: 'me', id: 'id' },
}) as ResolvedDeclaration;

async function openCatalog(
  database: TestDatabase,
  {
    allowPrivateEndpoints = false,
    definitions = testProviders,
  }: { allowPrivateEndpoints?: boolean; definitions?: readonly ProviderDefinition[] } = {},
) {
  const place = await database.create();
  let statements = 0;
  const opened = await openDatabase<Tables>({
    url: place.url,
    entities,
    migrations,
    onStatement: () => (statements += 1),
  });
  await opened.migrate();
  const clock = { now: 0 };
  const unreadable: string[] = [];
  const options: ProviderCatalogOptions = {
    definitions,
    environment: new Map([['things', { clientId: 'env-id', clientSecret: 'env-secret' }]]),
    db: opened.db,
    sealer: new Sealer([{ id: 'test', key: new Uint8Array(32) }]),
    publicUrl: 'https://hub.example',
    allowPrivateEndpoints,
    fetch,
    build: declaredProvider,
    onUnreadable: (id) => void unreadable.push(id),
    clock: () => clock.now,
  };
  return {
    catalog: new ProviderCatalog(options),
    another: () => new ProviderCatalog(options),
    unreadable,
    clock,
    db: opened.db,
    statements: () => statements,
    async [Symbol.asyncDispose]() {
      await opened.close();
      await place[Symbol.asyncDispose]();
    },
  };
}
