import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { ConfigError, environmentVariables, parseEncryptionKeys, readConfig } from '../../src/config.js';

const KEY = Buffer.alloc(32, 7).toString('base64');

function mistakesOf(env: NodeJS.ProcessEnv, providerIds: string[] = []): readonly string[] {
  try {
    readConfig(env, providerIds);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}

describe('the environment', () => {
  test('may be empty', () => {
    const config = readConfig({}, []);

    expect(config).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:4000',
      databaseUrl: 'sqlite:data/hub.sqlite',
      role: 'all',
      operatorKey: null,
      encryptionKeys: [],
      allowPrivateEndpoints: true,
      sandbox: true,
    });
  });

  test('with three mistakes is told all three at once', () => {
    const env = { PORT: 'eighty', DATABASE_URL: 'mysql://db', HUB_ENCRYPTION_KEYS: 'k1:c2hvcnQ=' };

    const start = () => readConfig(env, []);

    expect(start).toThrow(ConfigError);
    expect(mistakesOf(env)).toEqual([
      'PORT must be a port number',
      'DATABASE_URL must be sqlite:<path> or postgresql://…',
      'HUB_ENCRYPTION_KEYS must be id:base64 of 32 bytes, comma-separated',
    ]);
  });

  test('of production names every missing secret beside the mistakes', () => {
    const mistakes = mistakesOf({ NODE_ENV: 'production', LOG_LEVEL: 'loud' });

    expect(mistakes).toEqual([
      'LOG_LEVEL must be trace, debug, info, warn, error, fatal or silent',
      'HUB_PUBLIC_URL is missing; production has no default for it',
      'HUB_OPERATOR_KEY is missing; production has no default for it',
      'HUB_ENCRYPTION_KEYS is missing; production has no default for it',
    ]);
  });

  test('of production turns the sandbox and private endpoints off', () => {
    const config = readConfig(
      {
        NODE_ENV: 'production',
        HUB_PUBLIC_URL: 'https://hub.example.com/',
        HUB_OPERATOR_KEY: 'a key of at least 24 characters',
        HUB_ENCRYPTION_KEYS: `k2:${KEY}`,
      },
      [],
    );

    expect(config).toMatchObject({
      publicUrl: 'https://hub.example.com',
      sandbox: false,
      allowPrivateEndpoints: false,
    });
    expect(config.encryptionKeys).toEqual([{ id: 'k2', key: new Uint8Array(32).fill(7) }]);
  });

  test('names settings that exclude each other', () => {
    const mistakes = mistakesOf({
      HUB_JWT_SECRET: 'x'.repeat(32),
      HUB_JWKS_URL: 'https://product.test/jwks',
      HUB_ROLE: 'worker',
    });

    expect(mistakes).toEqual([
      expect.stringMatching('HUB_JWT_SECRET and HUB_JWKS_URL exclude each other'),
      expect.stringMatching('HUB_ROLE=worker needs PostgreSQL'),
    ]);
  });

  test('holds what each provider needs, under its id', () => {
    const env = {
      GOOGLE_CALENDAR_CLIENT_ID: 'abc',
      GOOGLE_CALENDAR_CLIENT_SECRET: 'def',
      SLACK_CLIENT_SECRET: '',
      STRIPE_WEBHOOK_SECRET: 'whsec',
      GMAIL_WEBHOOK_TOPIC: 'projects/acme/topics/gmail',
    };

    const { providers } = readConfig(env, ['google-calendar', 'slack', 'stripe', 'gmail']);

    expect(providers.get('google-calendar')).toMatchObject({ clientId: 'abc', clientSecret: 'def' });
    expect(providers.get('slack')).toEqual({});
    expect(providers.get('stripe')).toEqual({ webhookSecret: 'whsec' });
    expect(providers.get('gmail')).toEqual({ webhookTopic: 'projects/acme/topics/gmail' });
  });

  test('says how long things are kept, 0 for ever', () => {
    const day = 24 * 60 * 60_000;
    const { retention } = readConfig({ HUB_RETENTION_API_CALLS_DAYS: '7', HUB_RETENTION_AUDIT_LOG_DAYS: '0' }, []);

    expect(retention).toMatchObject({ apiCallsMs: 7 * day, auditLogMs: Infinity, syncLogsMs: 90 * day });
    expect(mistakesOf({ HUB_RETENTION_ALERTS_DAYS: '1.5', HUB_RETENTION_WEBHOOK_EVENTS: '0' })).toEqual([
      'HUB_RETENTION_WEBHOOK_EVENTS must be a whole number from 1 to 1000000000',
      'HUB_RETENTION_ALERTS_DAYS must be a whole number from 0 to 36500',
    ]);
  });

  test('keeps tombstones as long as an event that could bring a record back', () => {
    expect(mistakesOf({ HUB_RETENTION_TOMBSTONES_DAYS: '89' })).toHaveLength(1);
    expect(mistakesOf({ HUB_RETENTION_TOMBSTONES_DAYS: '90' })).toEqual([]);
    expect(
      mistakesOf({ HUB_RETENTION_TOMBSTONES_DAYS: '900', HUB_RETENTION_DEAD_WEBHOOK_EVENTS_DAYS: '0' }),
    ).toHaveLength(1);
  });

  test('names the missing half of a client, beside every other mistake', () => {
    const env = { PORT: 'eighty', GOOGLE_CALENDAR_CLIENT_ID: 'abc', SLACK_CLIENT_SECRET: 'def' };

    expect(mistakesOf(env, ['google-calendar', 'slack'])).toEqual([
      'PORT must be a port number',
      'GOOGLE_CALENDAR_CLIENT_SECRET is missing; it belongs to the GOOGLE_CALENDAR_CLIENT_ID that is set',
      'SLACK_CLIENT_ID is missing; it belongs to the SLACK_CLIENT_SECRET that is set',
    ]);
  });
});

test('an encryption key named twice is refused', () => {
  expect(() => parseEncryptionKeys(`a:${KEY},a:${KEY}`, 'data/encryption-keys')).toThrow(/must not name an id twice/);
});

test('.env.example names every variable, each with the default it has', async () => {
  const example = await readFile('.env.example', 'utf8');
  const named = [...example.matchAll(/^#?([A-Z][A-Z0-9_]+)=(.*)$/gm)].map(([, name]) => name);
  const active = Object.fromEntries(
    [...example.matchAll(/^([A-Z][A-Z0-9_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  );

  const general = named.filter((name) => !/_(CLIENT_ID|CLIENT_SECRET|WEBHOOK_SECRET|WEBHOOK_TOPIC)$/.test(name!));

  expect(new Set(general)).toEqual(new Set(environmentVariables));
  expect({ ...readConfig(active, []), providers: null }).toEqual({ ...readConfig({}, []), providers: null });
});
