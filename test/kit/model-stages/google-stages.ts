import { GmailServer } from '../gmail/gmail-server.js';
import { startGoogleCalendarServer } from '../google-calendar-server.js';
import type { ModelStage } from './model-stage.js';

const TEAM = 'team@example.com';

/** Two calendars, each a page. */
export async function calendarEvents(): Promise<ModelStage> {
  const server = await startGoogleCalendarServer({ events: 6 });
  server.addCalendar(TEAM, 3);
  return {
    ...placeOf(server),
    ids: () => [server.account, TEAM].flatMap((id) => server.eventIds(id).map((event) => `${id}/${event}`)),
    add: () => server.putEvent({ id: 'added' }, TEAM),
    change: () => server.updateEvent('event00002', { summary: 'Changed' }),
    remove: () => server.deleteEvent('event00003'),
    removedBy: 'INCREMENTAL',
    pagePath: /\/events$/,
    [Symbol.asyncDispose]: () => server.close(),
  };
}

export async function googleCalendars(): Promise<ModelStage> {
  const server = await startGoogleCalendarServer({ events: 0 });
  const ids = new Set([server.account]);
  const add = (id: string) => {
    ids.add(id);
    server.addCalendar(id);
  };
  for (let number = 1; number <= 260; number += 1) add(`calendar${number}@example.com`);
  return {
    ...placeOf(server),
    ids: () => [...ids],
    add: () => add('added@example.com'),
    change: () => server.putCalendar({ id: 'calendar2@example.com', accessRole: 'owner', summary: 'Changed' }),
    remove: () => {
      ids.delete('calendar3@example.com');
      server.removeCalendar('calendar3@example.com');
    },
    removedBy: 'INCREMENTAL',
    pagePath: /\/calendarList$/,
    [Symbol.asyncDispose]: () => server.close(),
  };
}

export async function emailMessages(): Promise<ModelStage> {
  const server = await GmailServer.start();
  const ids = new Set<string>();
  const add = (id: string) => {
    ids.add(id);
    server.mailbox.add(id);
  };
  for (let number = 1; number <= 60; number += 1) add(`m${number}`);
  return {
    apiUrl: server.url,
    apiKey: 'a-token',
    ids: () => [...ids],
    add: () => add('added'),
    change: () => server.mailbox.label('m2', ['INBOX', 'STARRED']),
    remove: () => {
      ids.delete('m3');
      server.mailbox.remove('m3');
    },
    removedBy: 'INCREMENTAL',
    pagePath: /\/messages$/,
    hasUnnamedPages: true,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function placeOf(server: Awaited<ReturnType<typeof startGoogleCalendarServer>>) {
  return { apiUrl: server.endpoints.apiUrl, apiKey: server.authorization.issueAccessToken() };
}
