import { describe, expect, it } from 'vitest';
import { fieldsOf, valueOf, type ShownRecord } from '../../../src/web/integration/record-fields.js';
import { sectionAddress, sectionNamed, SECTIONS } from '../../../src/web/integration/sections.js';
import { stateSpans } from '../../../src/web/integration/state-spans.js';
import { durationWords, shareWords } from '../../../src/web/parts/figures.js';
import { de } from '../../../src/web/texts/de.js';
import { en } from '../../../src/web/texts/en.js';

const at = (hour: number): string => new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
const ms = (hour: number): number => Date.parse(at(hour));

describe('states of a stretch of time', () => {
  it('begin with what was before the first change in it, and end with the last', () => {
    const changes = [
      { at: at(9), previous: 'DOWN', state: 'HEALTHY' },
      { at: at(8), previous: 'HEALTHY', state: 'DOWN' },
      { at: at(2), previous: 'UNKNOWN', state: 'HEALTHY' },
    ] as const;

    expect(stateSpans(changes, 'HEALTHY', ms(6), ms(12))).toEqual([
      { state: 'HEALTHY', from: ms(6), to: ms(8) },
      { state: 'DOWN', from: ms(8), to: ms(9) },
      { state: 'HEALTHY', from: ms(9), to: ms(12) },
    ]);
  });

  it('are one where nothing changed in it', () => {
    const changes = [{ at: at(2), previous: 'HEALTHY', state: 'DEGRADED' }] as const;

    expect(stateSpans(changes, 'DEGRADED', ms(6), ms(12))).toEqual([{ state: 'DEGRADED', from: ms(6), to: ms(12) }]);
    expect(stateSpans([], 'UNKNOWN', ms(6), ms(12))).toEqual([{ state: 'UNKNOWN', from: ms(6), to: ms(12) }]);
  });
});

describe('columns of records', () => {
  const shared = { id: 'rec_1', externalId: '7', firstSeenAt: at(1), changedAt: at(1), deletedAt: null, syncLog: null };
  const record = (own: object): ShownRecord => ({ ...shared, model: 'Thing', data: {}, ...own }) as ShownRecord;

  it('are the fields of their type, without those that no record has', () => {
    const records = [
      record({ __typename: 'SlackChannel', channelName: 'general', topic: null, isArchived: false }),
      record({ __typename: 'SlackChannel', channelName: 'random', topic: null, isArchived: true }),
    ];

    expect(fieldsOf(records)).toEqual(['channelName', 'isArchived']);
    expect(valueOf(records[1]!, 'isArchived')).toBe(true);
  });

  it('are what the data have, where they have no type', () => {
    const data = { id: 7, name: 'Ada', tags: ['a'], company: { id: 1 }, updated_at: at(1) };
    const records = [
      record({ __typename: 'GenericRecord', data }),
      record({ __typename: 'GenericRecord', data: null }),
    ];

    expect(fieldsOf(records)).toEqual(['externalId', 'name', 'updated_at']);
    expect(valueOf(records[0]!, 'name')).toBe('Ada');
    expect(valueOf(records[1]!, 'name')).toBeUndefined();
  });

  it.each([
    ['startsAt', 'Starts at', 'Beginn'],
    ['updated_at', 'Updated at', 'Updated at'],
  ])('call %s "%s" and "%s"', (field, english, german) => {
    expect([en.field(field), de.field(field)]).toEqual([english, german]);
  });
});

describe('figures', () => {
  it.each([
    [340, '340 ms'],
    [1_240, '1.2 sec'],
    [12 * 60_000, '12 min'],
  ])('says of %i ms "%s"', (duration, words) => {
    expect(durationWords('en', duration)).toBe(words);
  });

  it('says a share in percent', () => {
    expect(shareWords('en', 0.0234)).toBe('2.3%');
  });
});

describe('addresses of the parts of an integration', () => {
  it('lead back to the part', () => {
    const parts = SECTIONS.map((section) => sectionAddress('int_1', section).split('/')[3]);

    expect(parts.map(sectionNamed)).toEqual(SECTIONS);
    expect(sectionNamed('nowhere')).toBeNull();
  });
});
