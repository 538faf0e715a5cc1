import { describe, expect, test } from 'vitest';
import { CalendarEvent } from '../../../src/providers/google-calendar/calendar-event.type.js';
import { SlackChannel } from '../../../src/providers/slack/slack-channel.model.js';
import { SlackUser } from '../../../src/providers/slack/slack-user.model.js';

const row = (data: object) => ({ id: 'rec_1', data: JSON.stringify(data) }) as never;

describe('a calendar event', () => {
  test('has moments, people and their answers', () => {
    const event = new CalendarEvent(
      row({
        calendarId: 'ada@example.com',
        id: 'e1',
        status: 'confirmed',
        start: { dateTime: '2026-01-05T10:00:00+01:00', timeZone: 'Europe/Zurich' },
        end: { dateTime: '2026-01-05T10:30:00+01:00' },
        organizer: { email: 'ada@example.com', self: true },
        attendees: [
          { email: 'ben@example.com', displayName: 'Ben', responseStatus: 'needsAction', optional: true },
          { email: 'ada@example.com', self: true, organizer: true, responseStatus: 'somethingNew' },
        ],
      }),
    );

    expect(event.startsAt).toEqual(new Date('2026-01-05T09:00:00Z'));
    expect([event.isAllDay, event.startDate, event.status, event.timeZone]).toEqual([
      false,
      null,
      'CONFIRMED',
      'Europe/Zurich',
    ]);
    expect(event.organizer).toEqual({ email: 'ada@example.com', displayName: null, isSelf: true });
    expect(event.attendees).toEqual([
      {
        email: 'ben@example.com',
        displayName: 'Ben',
        isSelf: false,
        isOrganizer: false,
        isOptional: true,
        response: 'NEEDS_ACTION',
      },
      {
        email: 'ada@example.com',
        displayName: null,
        isSelf: true,
        isOrganizer: true,
        isOptional: false,
        response: null,
      },
    ]);
  });

  test('that lasts whole days has dates', () => {
    const event = new CalendarEvent(
      row({ calendarId: 'c', id: 'e', start: { date: '2026-05-01' }, end: { date: '2026-05-02' } }),
    );

    expect([event.isAllDay, event.startDate, event.endDate, event.startsAt]).toEqual([
      true,
      '2026-05-01',
      '2026-05-02',
      null,
    ]);
  });

  test('shows nothing where Google says something unreadable', () => {
    const event = new CalendarEvent(
      row({ calendarId: 'c', id: 'e', status: 'postponed', htmlLink: 'no address', updated: 'yesterday' }),
    );

    expect([event.status, event.htmlLink, event.updatedAt]).toEqual([null, null, null]);
  });
});

describe('a Slack channel', () => {
  test('has its topic, size and age', () => {
    const channel = new SlackChannel(
      row({ id: 'C1', name: 'general', topic: { value: 'Hi' }, num_members: 4, created: 1_449_252_889 }),
    );

    expect([channel.topic, channel.memberCount, channel.createdAt]).toEqual(['Hi', 4, 1_449_252_889_000]);
    expect([channel.isArchived, channel.purpose]).toEqual([false, null]);
  });
});

describe('a Slack user', () => {
  test('has a name and an address', () => {
    const user = new SlackUser(
      row({ id: 'U1', name: 'ada', real_name: 'Ada', profile: { email: 'ada@example.com', display_name: '' } }),
    );

    expect([user.name, user.realName, user.displayName, user.email]).toEqual(['ada', 'Ada', null, 'ada@example.com']);
  });
});
