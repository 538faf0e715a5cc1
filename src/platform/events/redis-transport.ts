import { createRedisEventTarget } from '@graphql-yoga/redis-event-target';
import { Redis } from 'ioredis';
import type { Logger } from '../logging/logger.js';
import type { EventTransport } from './event-transport.js';

/**
 * Between processes, by Redis.
 * @param onLost the connection broke: what was published until it stands again has not come.
 */
export function redisTransport(url: string, logger: Logger, onLost: () => void): EventTransport {
  const [publisher, subscriber] = [new Redis(url), new Redis(url)];
  const onError = (err: unknown) => logger.warn({ err }, 'events: Redis');
  publisher.on('error', onError);
  subscriber.on('error', onError);
  subscriber.on('close', onLost);

  return {
    eventTarget: createRedisEventTarget({
      publishClient: withCaughtErrors(publisher, onError),
      subscribeClient: withCaughtErrors(subscriber, onError),
      serializer: { stringify: JSON.stringify, parse: (text) => parsed(text, onError) },
    }),
    // Redis answers in order: after this one, the target's own subscription stands too.
    confirm: async (topic) => void (await subscriber.subscribe(topic)),
    ping: async () => void (await Promise.all([publisher.ping(), subscriber.ping()])),
    async close() {
      subscriber.off('close', onLost);
      subscriber.disconnect();
      // Lets go what was published last; without a connection there is nowhere to let it go.
      if (publisher.status === 'ready') await publisher.quit().catch(onError);
      publisher.disconnect();
    },
  };
}

/** The event target waits for none of its commands, so that a failure of one would end the process. */
function withCaughtErrors(redis: Redis, onError: (error: unknown) => void): Redis {
  const caught = {
    on: redis.on.bind(redis),
    publish: (channel: string, message: string) => redis.publish(channel, message).catch(onError),
    subscribe: (channel: string) => redis.subscribe(channel).catch(onError),
    unsubscribe: (channel: string) => redis.unsubscribe(channel).catch(onError),
  };
  // All that the target calls.
  return caught as unknown as Redis;
}

/** Null for what is no event: anybody may publish to the channel. */
function parsed(text: string, onError: (error: unknown) => void): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    onError(error);
    return null;
  }
}
