import { Redis } from 'ioredis';

export const REDIS_URL = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379';

/** Whether a Redis answers; in CI a missing one is a failure. */
export const hasRedis = Boolean(process.env.CI) || (await answers());

async function answers(): Promise<boolean> {
  const redis = new Redis(REDIS_URL, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 2000 });
  redis.on('error', () => undefined);
  const answer = await redis.connect().then(
    () => true,
    () => false,
  );
  redis.disconnect();
  return answer;
}
