import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { oauthDoneRoutes } from '../../../src/integrations/oauth-done.http.js';
import { Origins } from '../../../src/platform/http/origins.js';

const HUB = 'https://hub.example.com';
const PRODUCT = 'https://product.example.com';

test('tells the product that opened the window, and nobody else', async () => {
  const { statusCode, body, headers } = await open(`?opener=${PRODUCT}&status=connected&integrationId=int_1`);

  expect(statusCode).toBe(200);
  expect(body).toContain(`data-opener="${PRODUCT}"`);
  expect(body).toContain('The account is connected');
  expect(headers['content-security-policy']).toMatch(/^default-src 'none'.*script-src 'sha256-[^']+'/);
  expect(headers['cache-control']).toBe('no-store');
});

test('tells the hub’s own page where no opener is named', async () => {
  const { body } = await open('?status=error&error=access_denied');

  expect(body).toContain(`data-opener="${HUB}"`);
  expect(body).toContain('The account was not connected');
});

test.each([
  ['another site', 'opener=https://evil.example'],
  ['anybody', 'opener=*'],
  ['no origin', `opener=${PRODUCT}/path`],
  ['a page without origin', 'opener=null'],
  ['several', `opener=${PRODUCT}&opener=${PRODUCT}`],
  ['markup', `opener=${encodeURIComponent('"><script>alert(1)</script>')}`],
])('refuses to tell %s, and runs nothing', async (_, opener) => {
  const { statusCode, body, headers } = await open(`?${opener}&status=connected`);

  expect(statusCode).toBe(400);
  expect(body).toContain('HUB_ALLOWED_ORIGINS');
  expect(body).not.toContain('<script');
  expect(headers['content-security-policy']).not.toContain('script-src');
});

async function open(query: string) {
  await using fastify = Fastify();
  await fastify.register(oauthDoneRoutes(new Origins(HUB, [PRODUCT]), HUB));
  return await fastify.inject(`/oauth/done${query}`);
}
