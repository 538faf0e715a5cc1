import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { createEventBus } from '../../../../src/platform/events/create-event-bus.js';
import { createLogger } from '../../../../src/platform/logging/logger.js';
import { hasRedis, REDIS_URL } from '../../../kit/redis.js';

type Events = { opened: { id: number }; closed: { id: number } };

const logger = createLogger({ level: 'silent' });

/** A bus, and others that share its events, in other processes where there is Redis. */
function buses(redisUrl: string | null) {
  const prefix = `test-${randomUUID()}`;
  const opened: AsyncDisposable[] = [];
  return {
    prefix,
    async open(ownPrefix = prefix) {
      const bus = await createEventBus<Events>({ redisUrl, logger, prefix: ownPrefix });
      opened.push({ [Symbol.asyncDispose]: () => bus.close() });
      return bus;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(opened.map((bus) => bus[Symbol.asyncDispose]()));
    },
  };
}

describe.each([
  { where: 'in memory', redisUrl: null },
  { where: hasRedis ? 'over Redis' : `over Redis (skipped: none answers at ${REDIS_URL})`, redisUrl: REDIS_URL },
])('events $where', ({ redisUrl }) => {
  const isMissing = redisUrl !== null && !hasRedis;

  test.skipIf(isMissing)('come in order to everybody who listens', async () => {
    await using all = buses(redisUrl);
    const bus = await all.open();
    const [first, second] = [await bus.subscribe('opened'), await bus.subscribe('opened')];

    for (const id of [1, 2, 3]) bus.publish('opened', { id });

    expect(await take(first, 3)).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
    expect(await take(second, 3)).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  });

  test.skipIf(isMissing)('are never missed between subscribing and reading', async () => {
    await using all = buses(redisUrl);
    const bus = await all.open();

    const streams = await Promise.all(
      Array.from({ length: 50 }, async (_, id) => {
        const stream = await bus.subscribe('opened');
        bus.publish('opened', { id });
        return { id, stream };
      }),
    );

    const seen = await Promise.all(
      streams.map(async ({ id, stream }) => ({ id, events: await takeUntil(stream, id) })),
    );
    expect(seen.every(({ id, events }) => events.at(-1)?.id === id)).toBe(true);
  });

  test.skipIf(isMissing)('still come to one who stays when another goes', async () => {
    await using all = buses(redisUrl);
    const bus = await all.open();
    const [stays, goes] = [await bus.subscribe('opened'), await bus.subscribe('opened')];

    await goes.return?.();
    bus.publish('opened', { id: 1 });

    expect(await take(stays, 1)).toEqual([{ id: 1 }]);
    expect(await goes.next()).toEqual({ value: undefined, done: true });
  });

  test.skipIf(isMissing)('come to one who subscribes as the last one goes', async () => {
    await using all = buses(redisUrl);
    const bus = await all.open();
    const goes = await bus.subscribe('opened');

    const [comes] = await Promise.all([bus.subscribe('opened'), goes.return?.()]);
    bus.publish('opened', { id: 1 });

    expect(await take(comes, 1)).toEqual([{ id: 1 }]);
  });

  test.skipIf(isMissing)('of another name do not come', async () => {
    await using all = buses(redisUrl);
    const bus = await all.open();
    const closed = await bus.subscribe('closed');

    bus.publish('opened', { id: 1 });
    bus.publish('closed', { id: 2 });

    expect(await take(closed, 1)).toEqual([{ id: 2 }]);
  });

  test.skipIf(isMissing)('wait for a busy reader, thousands of them', async () => {
    await using all = buses(redisUrl);
    const bus = await all.open();
    const stream = await bus.subscribe('opened');

    for (let id = 1; id <= 5_000; id += 1) bus.publish('opened', { id });

    const events = await take(stream, 5_000);
    expect([events.length, events.at(0), events.at(-1)]).toEqual([5_000, { id: 1 }, { id: 5_000 }]);
  });

  test.skipIf(isMissing)('end with an error for a reader that is far too slow', async () => {
    await using all = buses(redisUrl);
    const bus = await all.open();
    const [slow, end] = [await bus.subscribe('opened'), await bus.subscribe('closed')];

    for (let id = 1; id <= 10_001; id += 1) bus.publish('opened', { id });
    bus.publish('closed', { id: 1 });
    await take(end, 1);

    await expect(slow.next()).rejects.toThrow('too slow');
    expect(await slow.next()).toEqual({ value: undefined, done: true });
  });

  test.skipIf(isMissing)('end when the bus closes, also for one who waits', async () => {
    await using all = buses(redisUrl);
    const bus = await all.open();
    const stream = await bus.subscribe('opened');
    const waiting = stream.next();

    await bus.close();

    expect(await waiting).toEqual({ value: undefined, done: true });
    expect(await stream.next()).toEqual({ value: undefined, done: true });
  });
});

describe.runIf(hasRedis)('two buses over Redis', () => {
  test('hear each other', async () => {
    await using all = buses(REDIS_URL);
    const [here, there] = [await all.open(), await all.open()];
    const [heardHere, heardThere] = [await here.subscribe('opened'), await there.subscribe('opened')];

    here.publish('opened', { id: 1 });
    const first = [await take(heardHere, 1), await take(heardThere, 1)];
    there.publish('opened', { id: 2 });

    expect(first).toEqual([[{ id: 1 }], [{ id: 1 }]]);
    expect([await take(heardHere, 1), await take(heardThere, 1)]).toEqual([[{ id: 2 }], [{ id: 2 }]]);
  });

  test('of different prefixes do not', async () => {
    await using all = buses(REDIS_URL);
    const [one, other] = [await all.open(), await all.open(`test-${randomUUID()}`)];
    const heard = await one.subscribe('opened');

    other.publish('opened', { id: 1 });
    one.publish('opened', { id: 2 });

    expect(await take(heard, 1)).toEqual([{ id: 2 }]);
  });

  test('overlook what is no event', async () => {
    await using all = buses(REDIS_URL);
    const bus = await all.open();
    const heard = await bus.subscribe('opened');
    const stranger = new Redis(REDIS_URL);

    await stranger.publish(`${all.prefix}:opened`, '{ not json');
    await stranger.publish(`${all.prefix}:opened`, '');
    bus.publish('opened', { id: 1 });
    stranger.disconnect();

    expect(await take(heard, 1)).toEqual([{ id: 1 }]);
  });

  test('tell their readers that the connection broke, and serve those who subscribe anew', async () => {
    const connectionName = `test-${randomUUID()}`;
    await using all = buses(`${REDIS_URL}?connectionName=${connectionName}`);
    const bus = await all.open();
    const stream = await bus.subscribe('opened');
    const waiting = stream.next();
    const stranger = new Redis(REDIS_URL);

    await Promise.all([expect(waiting).rejects.toThrow('broke'), killListeners(stranger, connectionName)]);
    const anew = await bus.subscribe('opened');
    bus.publish('opened', { id: 1 });
    stranger.disconnect();

    expect(await take(anew, 1)).toEqual([{ id: 1 }]);
  });
});

test('events to a Redis that does not answer end no process', async () => {
  const bus = await createEventBus<Events>({ redisUrl: 'redis://127.0.0.1:1', logger });

  bus.publish('opened', { id: 1 });
  const closing = bus.close();

  await expect(closing).resolves.toBeUndefined();
});

/** Only those of that name: others use the same Redis. */
async function killListeners(redis: Redis, connectionName: string): Promise<void> {
  const clients = String(await redis.call('CLIENT', 'LIST', 'TYPE', 'pubsub')).split('\n');
  const ids = clients
    .filter((line) => line.includes(`name=${connectionName} `))
    .map((line) => /id=(\d+)/.exec(line)?.[1]);
  await Promise.all(ids.map((id) => redis.call('CLIENT', 'KILL', 'ID', id ?? '')));
}

async function take(stream: AsyncIterableIterator<{ id: number }>, count: number): Promise<{ id: number }[]> {
  const events: { id: number }[] = [];
  while (events.length < count) events.push((await stream.next()).value);
  return events;
}

async function takeUntil(stream: AsyncIterableIterator<{ id: number }>, id: number): Promise<{ id: number }[]> {
  const events: { id: number }[] = [];
  while (events.at(-1)?.id !== id) events.push((await stream.next()).value);
  return events;
}
