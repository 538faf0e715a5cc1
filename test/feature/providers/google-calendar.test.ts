// The whole hub before test/kit/google-calendar-server.ts, a small server that follows Google's documented answers.
import { expect, test } from 'vitest';
import { googleCalendar } from '../../../src/providers/google-calendar/google-calendar.provider.js';
import { configureCalendar, connectCalendar, lastRun, syncNow } from '../../kit/connect-calendar.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { startGoogleCalendarServer } from '../../kit/google-calendar-server.js';
import { openHubHere } from '../../kit/hub-here.js';
import { runTypedAction } from '../../kit/typed-action.js';

const EVENTS = `query ($id: ID!) {
  integration(id: $id) { records(first: 100, filter: { model: "CalendarEvent" }) { nodes { deletedAt ... on CalendarEvent { eventId summary startsAt } } } }
}`;

interface Seen {
  integration: {
    records: { nodes: { deletedAt: string | null; eventId: string; summary: string; startsAt: string }[] };
  };
}

const MEETING = { summary: 'Planning', startsAt: '2031-03-03T09:00:00Z', endsAt: '2031-03-03T10:00:00Z' };

async function open(database: TestDatabase) {
  const server = await startGoogleCalendarServer({ events: 0 });
  const hub = await openHubHere(database, { definitions: [googleCalendar] });
  await configureCalendar(hub, server);
  const integrationId = await connectCalendar(hub);
  await lastRun(hub, integrationId);
  return {
    server,
    /** Of an action that must not fail. */
    async run<Output = object>(action: string, input: object): Promise<Output> {
      const payload = await runTypedAction<Output>(hub, 'google-calendar', action, { integrationId, ...input });
      expect(payload.userErrors).toEqual([]);
      return payload.output as Output;
    },
    refusalsOf: async (action: string, input: object) =>
      (await runTypedAction(hub, 'google-calendar', action, { integrationId, ...input })).userErrors,
    /** What the hub has of the calendar, once it has asked what changed. */
    async stored() {
      await syncNow(hub, integrationId, 'INCREMENTAL');
      const { nodes } = (await hub.get<Seen>(EVENTS, { id: integrationId })).integration.records;
      return nodes.filter(({ deletedAt }) => deletedAt === null).map(({ deletedAt: _, ...event }) => event);
    },
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await server.close();
    },
  };
}

describeEachDatabase((database) => {
  test('an event that is made, changed and deleted by actions is so in the records', async () => {
    await using on = await open(database);

    const { id } = await on.run<{ id: string }>('createEvent', MEETING);
    const made = await on.stored();
    const changed = await on.run('updateEvent', { eventId: id, summary: 'Review', endsAt: '2031-03-03T11:00:00Z' });
    const listed = await on.run('listEvents', { timeMin: '2031-03-01T00:00:00Z', timeMax: '2031-03-31T00:00:00Z' });
    const after = await on.stored();
    await on.run('deleteEvent', { eventId: id });

    const record = { eventId: id, startsAt: '2031-03-03T09:00:00.000Z' };
    expect(made).toEqual([{ ...record, summary: 'Planning' }]);
    expect(changed).toMatchObject({ id, summary: 'Review', endsAt: '2031-03-03T11:00:00.000Z' });
    expect(listed).toMatchObject({ events: [{ id, summary: 'Review' }], nextCursor: null });
    expect(after).toEqual([{ ...record, summary: 'Review' }]);
    expect(await on.stored()).toEqual([]);
  });

  test('says which time of an event is wrong, and sends nothing', async () => {
    await using on = await open(database);

    const noEnd = await on.refusalsOf('createEvent', { summary: 'Planning', startsAt: MEETING.startsAt });
    const turned = await on.refusalsOf('createEvent', { ...MEETING, endsAt: '2031-03-03T08:00:00Z' });

    expect(noEnd).toMatchObject([{ code: 'BAD_INPUT', field: ['input', 'endsAt'] }]);
    expect(turned).toMatchObject([{ code: 'BAD_INPUT' }]);
    expect(on.server.writes).toEqual([]);
  });
});
