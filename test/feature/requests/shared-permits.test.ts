import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import type { ProviderDefinition } from '../../../src/providers/provider.js';
import { Permits } from '../../../src/requests/permits/permits.js';
import { RedisWindows } from '../../../src/requests/permits/redis-windows.js';
import { hasRedis, REDIS_URL } from '../../kit/redis.js';

const isMissing = !hasRedis;
const LIMIT = { requests: 10, perMs: 400 };
const CALLS = 30;

/** Permits of two processes that share Redis, or do not reach it. */
function openTwo(redis: Redis | null) {
  const faults: unknown[] = [];
  const prefix = `hub-test:${randomUUID()}:`;
  const newPermits = () =>
    new Permits({
      shared: redis === null ? unreachable : new RedisWindows(redis, prefix),
      onSharedFault: (error) => void faults.push(error),
    });
  const provider = { id: 'acme', limits: { integration: { requests: 1_000, perMs: 1_000 }, app: LIMIT } };
  const processes = [newPermits(), newPermits()];
  const take = (place: number, terms: { maxWaitMs?: number } = {}) =>
    (processes[place % 2] as Permits).take({
      integrationId: 'ada',
      provider: provider as ProviderDefinition,
      request: { method: 'GET', url: new URL('https://acme.example') },
      isUrgent: false,
      maxWaitMs: terms.maxWaitMs ?? 60_000,
      signal: new AbortController().signal,
    });
  return { take, faults };
}

const unreachable = {
  take: () => Promise.reject(new Error('Redis is away')),
  pause: () => Promise.reject(new Error('Redis is away')),
};

test.skipIf(isMissing)('two processes together keep to one limit', async () => {
  using redis = openRedis();
  const { take } = openTwo(redis.client);
  const given: number[] = [];

  await Promise.all(
    Array.from({ length: CALLS }, async (_, place) => {
      await take(place);
      given.push(performance.now());
    }),
  );

  // Redis counts when it gives, a moment before this does.
  const stretch = LIMIT.perMs * 0.9;
  const busiest = Math.max(...given.map((at) => given.filter((other) => other >= at && other < at + stretch).length));
  expect(given).toHaveLength(CALLS);
  expect(busiest).toBeLessThanOrEqual(LIMIT.requests);
});

test.skipIf(isMissing)('what one process is told to rest, the other rests too', async () => {
  using redis = openRedis();
  const { take } = openTwo(redis.client);
  const permit = await take(0);
  permit.settle({ isRateLimited: true, retryAt: Date.now() + 300, quota: null });
  await redis.client.ping();
  const before = performance.now();

  await take(1);

  expect(performance.now() - before).toBeGreaterThan(250);
});

test('keep to what each knows where Redis is away, and say so', async () => {
  const { take, faults } = openTwo(null);

  await Promise.all([take(0), take(1)]);

  expect(faults).toEqual([new Error('Redis is away'), new Error('Redis is away')]);
});

function openRedis() {
  const client = new Redis(REDIS_URL);
  return { client, [Symbol.dispose]: () => client.disconnect() };
}
