import { describe, expect, test } from 'vitest';
import { nextTimeOf, periodMsOf } from '../../../../src/platform/jobs/schedule.js';

const MINUTE = 60_000;
const NOON = Date.UTC(2027, 0, 6, 12);

describe('a schedule', () => {
  test.each([
    ['15 minutes', 15 * MINUTE],
    ['1 minute', MINUTE],
    ['90 seconds', 1.5 * MINUTE],
    ['1 hour and 30 minutes', 90 * MINUTE],
    ['1 hour, 30 minutes', 90 * MINUTE],
    ['two hours', 120 * MINUTE],
    ['twenty-five minutes', 25 * MINUTE],
    ['day', 24 * 60 * MINUTE],
    [' 1 week ', 7 * 24 * 60 * MINUTE],
  ])('reads the interval "%s"', (schedule, periodMs) => {
    expect(periodMsOf(schedule)).toBe(periodMs);
    expect(nextTimeOf(schedule, NOON)).toBe(NOON + periodMs);
  });

  test.each([
    ['* * * * *', MINUTE],
    ['*/15 * * * *', 15 * MINUTE],
    ['0 3 * * 0', 7 * 24 * 60 * MINUTE],
    ['0 3 * * SUN', 7 * 24 * 60 * MINUTE],
    ['30 0 3 * * *', 24 * 60 * MINUTE],
    ['0,10 0 * * *', 10 * MINUTE],
    ['@hourly', 60 * MINUTE],
  ])('reads the cron expression "%s"', (schedule, periodMs) => {
    expect(periodMsOf(schedule)).toBe(periodMs);
    expect(nextTimeOf(schedule, NOON)).toBeGreaterThan(NOON);
  });

  test('comes strictly after the time it is asked for', () => {
    const next = nextTimeOf('0 * * * *', NOON);

    expect(next).toBe(NOON + 60 * MINUTE);
  });

  test.each([
    '',
    ' ',
    'rubbish',
    '5',
    '60000',
    '5 bananas',
    '5 bananas hours and a half',
    '1 minute garbage',
    'five minutes ago',
    'every day',
    '5 minutes bananas hours',
    '* *',
    'H * * * *',
    '61 * * * *',
    '0 0 31 2 *',
    '@never',
    '10000000 years',
  ])('asks for a readable one instead of "%s"', (schedule) => {
    const reading = () => nextTimeOf(schedule, NOON);

    expect(reading).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT', message: expect.stringContaining('cannot be read') }),
    );
  });

  test('asks for a readable one instead of an endless one, without repeating all of it', () => {
    const reading = () => nextTimeOf('minute '.repeat(10_000), NOON);

    expect(reading).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT', message: expect.stringMatching(/^.{1,400}$/) }),
    );
  });

  test.each(['0 minutes', '-5 minutes'])('refuses to stand still or go back: "%s"', (schedule) => {
    const reading = () => periodMsOf(schedule);

    expect(reading).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });

  test.each(['59 seconds', '0.5 minutes', '*/30 * * * * *', '* * * * * *', '0,30 0 3 * * *'])(
    'refuses "%s" as more often than once a minute',
    (schedule) => {
      const reading = () => nextTimeOf(schedule, NOON);

      expect(reading).toThrow(
        expect.objectContaining({ code: 'BAD_INPUT', message: expect.stringContaining('Once a minute') }),
      );
    },
  );
});
