import { expect, test } from 'vitest';
import type { HubEvents } from '../../../src/events.js';
import { QueuedCalls } from '../../../src/requests/permits/queued-calls.js';
import { LocalBus } from '../../kit/local-bus.js';

/** Two processes on one bus, with what waits in each. */
async function openTwo() {
  const stage = { now: 0 };
  const events = new LocalBus<HubEvents>();
  const processes = [new Map<string, number>(), new Map<string, number>()].map((own) => {
    const queued = new QueuedCalls({ own: () => own, events, clock: () => stage.now });
    void queued.listen();
    return { own, queued };
  }) as [Process, Process];
  await new Promise(setImmediate);
  const tell = async ({ queued }: Process) => {
    queued.tell();
    await new Promise(setImmediate);
  };
  return { stage, processes, tell };
}

interface Process {
  own: Map<string, number>;
  queued: QueuedCalls;
}

test('counts what waits here and elsewhere', async () => {
  const {
    processes: [here, there],
    tell,
  } = await openTwo();
  here.own.set('ada', 2);
  there.own.set('ada', 3).set('bob', 1);

  await tell(here);
  await tell(there);

  expect(here.queued.of('ada')).toBe(5);
  expect(here.queued.of('bob')).toBe(1);
  expect(there.queued.of('ada')).toBe(5);
});

test('hears once more when nothing waits any longer, and of nothing before that', async () => {
  const {
    processes: [here, there],
    tell,
  } = await openTwo();
  there.own.set('ada', 3);
  await tell(there);

  there.own.clear();
  await tell(there);

  expect(here.queued.of('ada')).toBe(0);
});

test('forgets a process that is not heard of any more', async () => {
  const {
    stage,
    processes: [here, there],
    tell,
  } = await openTwo();
  there.own.set('ada', 3);
  await tell(there);

  stage.now += 2_000;

  expect(here.queued.of('ada')).toBe(0);
});
