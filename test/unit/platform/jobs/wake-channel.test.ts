import type { JobNotification } from 'agenda';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WakeChannel } from '../../../../src/platform/jobs/wake-channel.js';

const DAY = 24 * 60 * 60_000;
let now = 1_800_000_000_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.spyOn(Date, 'now').mockImplementation(() => now);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test('looks for a job at its time where the timer ended a millisecond early', async () => {
  const { channel, woken } = await listening();
  channel.wakeAt('sync', now + 300);

  now += 299;
  await vi.advanceTimersByTimeAsync(300);
  const early = [...woken];
  now += 1;
  await vi.advanceTimersByTimeAsync(1);

  expect(early).toEqual([]);
  expect(woken).toEqual(['sync']);
});

test('waits for a time that no timer reaches', async () => {
  const { channel, woken } = await listening();
  channel.wakeAt('yearly', now + 40 * DAY);

  const passes = async (byMs: number) => {
    now += byMs;
    await vi.advanceTimersByTimeAsync(byMs);
  };
  await passes(30 * DAY);
  const tooSoon = [...woken];
  await passes(10 * DAY);

  expect(tooSoon).toEqual([]);
  expect(woken).toEqual(['yearly']);
});

async function listening(): Promise<{ channel: WakeChannel; woken: string[] }> {
  const channel = new WakeChannel(null, 'this process');
  const woken: string[] = [];
  channel.subscribe(async ({ jobName }: JobNotification) => void woken.push(jobName));
  await channel.connect();
  return { channel, woken };
}
