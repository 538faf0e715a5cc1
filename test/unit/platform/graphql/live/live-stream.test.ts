import { expect, test } from 'vitest';
import { EventsLostError } from '../../../../../src/platform/events/event-bus.js';
import { DeferrableEvents } from '../../../../../src/platform/graphql/live/deferrable-events.js';
import { liveStream } from '../../../../../src/platform/graphql/live/live-stream.js';
import { LocalBus } from '../../../../kit/local-bus.js';

type Events = { ticked: { number: number } };

test('a stream ends at once while it waits for an event', async () => {
  const bus = new LocalBus<Events>();
  const stream = await liveStream(
    () => bus.subscribe('ticked'),
    async function* (events) {
      yield* events;
    },
  );
  const waiting = stream.next();

  await stream.return?.();

  expect(await waiting).toEqual({ done: true, value: undefined });
  expect(bus.countListeners('ticked')).toBe(0);
});

test('a stream that fails stops listening', async () => {
  const bus = new LocalBus<Events>();
  const stream = await liveStream(
    () => bus.subscribe('ticked'),
    async function* () {
      yield 1;
      throw new Error('no more');
    },
  );
  await stream.next();

  await expect(stream.next()).rejects.toThrow('no more');

  expect(bus.countListeners('ticked')).toBe(0);
});

test('a stream that lost events begins anew with the present state', async () => {
  const bus = new LocalBus<Events>();
  let beginnings = 0;
  const stream = await liveStream(
    () => bus.subscribe('ticked'),
    async function* () {
      beginnings += 1;
      yield beginnings;
      throw new EventsLostError('some');
    },
  );

  const present = [await stream.next(), await stream.next()].map(({ value }) => value);
  await stream.return?.();

  expect(present).toEqual([1, 2]);
  expect(bus.countListeners('ticked')).toBe(0);
});

test('an event that is put off comes again when it is due, the last of its key only', async () => {
  const bus = new LocalBus<Events>();
  const events = new DeferrableEvents(await bus.subscribe('ticked'));

  events.defer('a', { number: 1 }, Date.now() + 20);
  events.defer('a', { number: 2 }, Date.now() + 20);

  expect((await events.next()).value).toEqual({ number: 2 });
});

test('new events pass those that are put off', async () => {
  const bus = new LocalBus<Events>();
  const events = new DeferrableEvents(await bus.subscribe('ticked'));
  events.defer('a', { number: 1 }, Date.now() + 60_000);

  bus.publish('ticked', { number: 2 });

  expect((await events.next()).value).toEqual({ number: 2 });
});

test('events that are put off do not keep a stream open', async () => {
  const bus = new LocalBus<Events>();
  const events = new DeferrableEvents(await bus.subscribe('ticked'));
  events.defer('a', { number: 1 }, Date.now() + 60_000);
  const waiting = events.next();

  await events.return();

  expect((await waiting).done).toBe(true);
});
