import { describe, expect, it } from 'vitest';
import { readArrival } from '../../../src/web/arrival.js';
import { backoffMs } from '../../../src/web/live/backoff.js';
import { relativeTime } from '../../../src/web/parts/relative-time.js';
import { de } from '../../../src/web/texts/de.js';
import { en } from '../../../src/web/texts/en.js';
import { modelWords } from '../../../src/web/texts/model-words.js';

const NOW = Date.UTC(2026, 0, 1, 12);

describe('words of the page', () => {
  it.each([
    ['en', -2_000, 'now'],
    ['en', 20_000, 'in 20 seconds'],
    ['en', -60_000, '1 minute ago'],
    ['en', 15 * 60_000, 'in 15 minutes'],
    ['en', -3 * 3_600_000, '3 hours ago'],
    ['en', -26 * 3_600_000, 'yesterday'],
    ['de', -3 * 60_000, 'vor 3 Minuten'],
  ])('tells in %s a time %i ms away as "%s"', (language, distanceMs, words) => {
    expect(relativeTime(language, NOW + distanceMs, NOW)).toBe(words);
  });

  it('counts as the language does', () => {
    expect([en.integrations.records(1), en.integrations.records(2_262)]).toEqual(['1 record', '2,262 records']);
    expect([de.integrations.records(1), de.integrations.records(2_262)]).toEqual(['1 Datensatz', '2.262 Datensätze']);
  });

  it.each([
    ['CalendarEvent', 'Calendar events'],
    ['SlackChannel', 'Slack channels'],
    ['Repository', 'Repositories'],
    ['Inbox', 'Inboxes'],
    ['GitHubIssue', 'GitHub issues'],
  ])('names the model %s "%s"', (model, words) => {
    expect(modelWords(model)).toBe(words);
  });

  it('knows why a consent was refused', () => {
    const arrival = readArrival(new URLSearchParams('status=error&error=access_denied&integrationId=int_1'));

    expect(arrival).toEqual({
      kind: 'refused',
      integrationId: 'int_1',
      reason: 'access_denied',
    });
  });

  it.each(['error=%3Cb%3Ecall+555-0199%3C%2Fb%3E', 'error=constructor', 'error=', ''])(
    'repeats nothing that an address says: "%s"',
    (query) => {
      const arrival = readArrival(new URLSearchParams(`status=error&${query}`));

      expect(arrival).toEqual({ kind: 'refused', integrationId: null, reason: 'unknown' });
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
