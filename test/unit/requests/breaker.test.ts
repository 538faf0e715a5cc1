import { expect, test } from 'vitest';
import { Breaker, type Passage } from '../../../src/requests/breaker/breaker.js';

function openStage() {
  const stage = { now: 0 };
  const breaker = new Breaker(() => stage.now);
  const enter = (integrationId = 'ada') => breaker.enter(integrationId);
  const call = (outcome: 'good' | 'failed', integrationId = 'ada') => {
    const passage = enter(integrationId);
    if (typeof passage === 'number') return passage;
    passage.report(outcome === 'failed');
    return 'called';
  };
  const times = (count: number, outcome: 'good' | 'failed', integrationId?: string) => {
    for (let n = 0; n < count; n += 1) call(outcome, integrationId);
  };
  return { stage, enter, call, times };
}

test('opens after five failures, and says when it is tried again', () => {
  const { call, times } = openStage();

  times(4, 'failed');
  expect(call('failed')).toBe('called');

  expect(call('good')).toBe(5_000);
});

test('stays closed while more goes well than fails', () => {
  const { call, times } = openStage();

  times(20, 'good');
  times(15, 'failed');

  expect(call('good')).toBe('called');
});

test('forgets failures after half a minute', () => {
  const { stage, call, times } = openStage();
  times(4, 'failed');

  stage.now += 31_000;
  times(4, 'failed');

  expect(call('good')).toBe('called');
});

test('lets one at a time through once it is half open, and closes when that works', () => {
  const { stage, enter, call, times } = openStage();
  times(5, 'failed');
  stage.now += 5_000;

  const probe = enter() as Passage;
  expect(enter('bob')).toBeTypeOf('number');
  probe.report(false);

  expect(call('good', 'bob')).toBe('called');
  expect(call('failed')).toBe('called');
  expect(call('good')).toBe('called');
});

test('stays open longer each time, a minute at most', () => {
  const { stage, call, times } = openStage();
  times(5, 'failed');

  const opened = Array.from({ length: 6 }, () => {
    const until = call('failed') as number;
    const forMs = until - stage.now;
    stage.now = until;
    call('failed');
    return forMs;
  });

  expect(opened).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
});

test('lets the next one try when the one that tried gave up', () => {
  const { stage, enter, times } = openStage();
  times(5, 'failed');
  stage.now += 5_000;

  (enter() as Passage).abandon();

  expect(enter()).toBeTypeOf('object');
});

test('takes one integration that fails alone for no fault of the host, however often it fails', () => {
  const { call, times } = openStage();
  times(1, 'good', 'bob');

  times(1_000, 'failed', 'ada');

  expect(call('good', 'bob')).toBe('called');
});

test('opens where most of the integrations fail', () => {
  const { call, times } = openStage();
  times(5, 'good', 'bob');

  times(3, 'failed', 'ada');
  times(3, 'failed', 'eve');

  expect(call('good', 'bob')).toBeTypeOf('number');
});
