import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { callAt } from '../../../src/platform/graphql/event-stream.js';

const DAY = 24 * 60 * 60 * 1000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a token of 60 days ends its streams in 60 days, and not at once', () => {
  const expire = vi.fn<() => void>();
  callAt(Date.now() + 60 * DAY, expire);

  vi.advanceTimersByTime(60 * DAY - 1);
  expect(expire).not.toHaveBeenCalled();

  vi.advanceTimersByTime(1);
  expect(expire).toHaveBeenCalledOnce();
});

test('a stream that ended before its token leaves no timer', () => {
  const cancel = callAt(Date.now() + 60 * DAY, () => undefined);
  vi.advanceTimersByTime(30 * DAY);

  cancel();

  expect(vi.getTimerCount()).toBe(0);
});
