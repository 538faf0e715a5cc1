import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.js';
import { findStartWarnings } from '../../src/start-warnings.js';

const PRODUCTION = {
  NODE_ENV: 'production',
  HUB_PUBLIC_URL: 'https://hub.example.com',
  HUB_OPERATOR_KEY: 'a key of at least 24 characters',
  HUB_ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
};
const SECRET = { HUB_JWT_SECRET: 'x'.repeat(32) };

test.each([
  ['a shared secret', SECRET, /keys of HUB_JWT_SECRET.*HUB_JWT_ISSUER, HUB_JWT_AUDIENCE/],
  ['public keys', { HUB_JWKS_URL: 'https://product.example.com/jwks.json' }, /keys of HUB_JWKS_URL/],
])('production that takes tokens of %s from and for anybody is warned', (_, env, warning) => {
  expect(findStartWarnings(readConfig({ ...PRODUCTION, ...env }, []))).toEqual([expect.stringMatching(warning)]);
});

test.each([
  ['no tokens are taken', PRODUCTION],
  ['the issuer is checked', { ...PRODUCTION, ...SECRET, HUB_JWT_ISSUER: 'https://product.example.com' }],
  ['the audience is checked', { ...PRODUCTION, ...SECRET, HUB_JWT_AUDIENCE: 'integration-hub' }],
  ['it is no production', SECRET],
])('nobody is warned where %s', (_, env) => {
  expect(findStartWarnings(readConfig(env, []))).toEqual([]);
});
