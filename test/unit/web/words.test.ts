import { describe, expect, it } from 'vitest';
import { readArrival } from '../../../src/web/arrival.js';
import { modelWords } from '../../../src/web/integrations/integration-words.js';
import { relativeTime } from '../../../src/web/integrations/relative-time.js';
import { backoffMs } from '../../../src/web/live/backoff.js';

const NOW = Date.UTC(2026, 0, 1, 12);

describe('words of the page', () => {
  it.each([
    [-2_000, 'just now'],
    [20_000, 'in less than a minute'],
    [-60_000, '1 minute ago'],
    [15 * 60_000, 'in 15 minutes'],
    [-3 * 3_600_000, '3 hours ago'],
    [-26 * 3_600_000, 'yesterday'],
  ])('tells a time %i ms away as "%s"', (distanceMs, words) => {
    expect(relativeTime(NOW + distanceMs, NOW)).toBe(words);
  });

  it.each([
    ['CalendarEvent', 'Calendar events'],
    ['SlackChannel', 'Slack channels'],
    ['Repository', 'Repositories'],
    ['Inbox', 'Inboxes'],
  ])('names the model %s "%s"', (model, words) => {
    expect(modelWords(model)).toBe(words);
  });

  it('says what a refused consent means', () => {
    const arrival = readArrival(new URLSearchParams('status=error&error=access_denied&integrationId=int_1'));

    expect(arrival).toEqual({
      kind: 'refused',
      integrationId: 'int_1',
      message: expect.stringContaining('consent was not given'),
    });
  });

  it.each(['error=%3Cb%3Ecall+555-0199%3C%2Fb%3E', 'error=constructor', 'error=', ''])(
    'repeats nothing that an address says: "%s"',
    (query) => {
      const arrival = readArrival(new URLSearchParams(`status=error&${query}`));

      expect(arrival).toMatchObject({
        message: 'Nothing was connected. Try again; if it stays so, ask the operator of the hub.',
      });
    },
  );

  it('knows an integration to reconnect, and an address that says nothing', () => {
    expect(readArrival(new URLSearchParams('reconnect=int_1'))).toEqual({ kind: 'reconnect', integrationId: 'int_1' });
    expect(readArrival(new URLSearchParams('theme=dark'))).toBeNull();
  });
});

describe('waiting before the page connects again', () => {
  it('doubles up to a ceiling, and never by less than half of it', () => {
    expect([1, 2, 3, 20].map((failures) => backoffMs(failures, () => 1))).toEqual([500, 1_000, 2_000, 15_000]);
    expect(backoffMs(20, () => 0)).toBe(7_500);
  });
});
