import { createHash } from 'node:crypto';
import { TEAM, TEAM_DOMAIN, type Person } from './team.js';

/** A calendar as the emulator is seeded with it. */
export interface SeededCalendar {
  id: string;
  user_email: string;
  summary: string;
  primary?: boolean;
  access_role?: string;
  time_zone: string;
}

/** An event as the emulator is seeded with it. */
export interface SeededEvent {
  id: string;
  user_email: string;
  calendar_id: string;
  summary: string;
  description?: string;
  location?: string;
  start_date_time?: string;
  end_date_time?: string;
  start_date?: string;
  end_date?: string;
  attendees?: { email: string; display_name: string }[];
  hangout_link?: string;
}

type Draft = Omit<SeededEvent, 'id' | 'user_email' | 'calendar_id'>;

const WEEKS = 52;
const TIME_ZONE = 'Europe/Zurich';
const DAY_MS = 86_400_000;

const SHARED = { team: 'Team', releases: 'Releases', company: 'Company' } as const;

const CUSTOMERS = [
  'Blue Harbor',
  'Fjord Labs',
  'Kestrel Air',
  'Lumen Foods',
  'Maple Bank',
  'Orchid Health',
  'Quarry Inc',
];
const FEATURES = ['billing', 'search', 'onboarding', 'audit log', 'webhooks', 'mobile app', 'reporting', 'permissions'];
const ROLES = ['Backend Engineer', 'Designer', 'Support Engineer', 'Data Analyst'];
const ROOMS = ['Room Birch', 'Room Cedar', 'Room Oak', undefined];

export function calendarsOf({ email, name }: Person): SeededCalendar[] {
  const own = { id: email, user_email: email, summary: name, primary: true, time_zone: TIME_ZONE };
  const shared = Object.entries(SHARED).map(([key, summary]) => ({
    id: sharedId(key),
    user_email: email,
    summary,
    access_role: 'reader',
    time_zone: TIME_ZONE,
  }));
  return [own, ...shared];
}

/** A year of events around a Monday, the same each time: about 2,260. */
export function eventsOf(person: Person, monday: string): SeededEvent[] {
  const first = Date.parse(`${monday}T00:00:00Z`) - (WEEKS / 2) * 7 * DAY_MS;
  const place = (calendar_id: string, week: number) => (draft: Draft, index: number) => ({
    id: createHash('sha256').update(`${calendar_id} ${week} ${index}`).digest('hex').slice(0, 26),
    user_email: person.email,
    calendar_id,
    ...draft,
  });
  return Array.from({ length: WEEKS }, (_, week) => {
    const start = first + week * 7 * DAY_MS;
    return [
      ...teamWeek(start, week).map(place(sharedId('team'), week)),
      ...releaseWeek(start, week).map(place(sharedId('releases'), week)),
      ...companyWeek(start, week).map(place(sharedId('company'), week)),
      ...ownWeek(person, start, week).map(place(person.email, week)),
    ];
  }).flat();
}

function teamWeek(monday: number, week: number): Draft[] {
  const everybody = TEAM.map(({ email, name }) => ({ email, display_name: name }));
  const call = { attendees: everybody, hangout_link: 'https://meet.google.com/acorn-team' };
  const standups = count(5).map((day) => ({ summary: 'Standup', ...time(monday, day, 9, 15), ...call }));
  const planning = { summary: `Sprint ${Math.floor(week / 2) + 1} planning`, ...time(monday, 0, 10, 90), ...call };
  const retrospective = { summary: 'Retrospective', ...time(monday, 4, 15, 60), ...call };
  const review = { summary: `Design review: ${pick(FEATURES, week)}`, ...time(monday, 2, 14, 60), ...call };
  return [...standups, week % 2 === 0 ? planning : retrospective, review];
}

function releaseWeek(monday: number, week: number): Draft[] {
  const release = {
    summary: `Release 4.${week}`,
    description: `Notes: ${pick(FEATURES, week)}.`,
    ...time(monday, 3, 11, 30),
  };
  return week % 4 === 3 ? [release, { summary: 'Code freeze', ...wholeDays(monday, 3, 2) }] : [release];
}

function companyWeek(monday: number, week: number): Draft[] {
  if (week % 4 !== 0) return [];
  return [{ summary: 'All hands', location: 'Main hall', ...time(monday, 1, 16, 60) }];
}

/** Six meetings and a quiet hour on each of five days. */
function ownWeek(person: Person, monday: number, week: number): Draft[] {
  return count(5).flatMap((day) => [
    { summary: 'Focus time', ...time(monday, day, 8, 60) },
    ...count(6).map((slot) =>
      meeting(person, number(`${person.email} ${week} ${day} ${slot}`), time(monday, day, 10 + slot * 1.25, 45)),
    ),
  ]);
}

function meeting(person: Person, chance: number, when: ReturnType<typeof time>): Draft {
  const other = pick(
    TEAM.filter(({ email }) => email !== person.email),
    chance,
  );
  const summaries = [
    `1:1 ${person.name} and ${other.name}`,
    `Customer call: ${pick(CUSTOMERS, chance >>> 3)}`,
    `Interview: ${pick(ROLES, chance >>> 3)}`,
    `Pairing on ${pick(FEATURES, chance >>> 3)}`,
    `${pick(FEATURES, chance >>> 3)}: open questions`,
  ];
  const attendees = [person, other].map(({ email, name }) => ({ email, display_name: name }));
  return { ...when, summary: pick(summaries, chance >>> 6), location: pick(ROOMS, chance >>> 9), attendees };
}

function time(monday: number, day: number, hour: number, minutes: number) {
  const start = monday + day * DAY_MS + hour * 3_600_000;
  return {
    start_date_time: new Date(start).toISOString(),
    end_date_time: new Date(start + minutes * 60_000).toISOString(),
  };
}

function wholeDays(monday: number, day: number, length: number) {
  const date = (offset: number) => new Date(monday + offset * DAY_MS).toISOString().slice(0, 10);
  return { start_date: date(day), end_date: date(day + length) };
}

function sharedId(key: string): string {
  return `${key}@${TEAM_DOMAIN}`;
}

function count(to: number): number[] {
  return Array.from({ length: to }, (_, index) => index);
}

function pick<Item>(items: readonly Item[], chance: number): Item {
  return items[chance % items.length] as Item;
}

/** A number that looks drawn and is the same each time. */
function number(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE();
}
