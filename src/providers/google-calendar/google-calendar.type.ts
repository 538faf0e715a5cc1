import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { RecordType } from '../../records/record.type.js';
import { memberOf } from './calendar-values.js';
import type { GoogleCalendarRecord } from './google-calendar.record.js';

export const GoogleCalendarAccessRole = {
  FREE_BUSY_READER: 'FREE_BUSY_READER',
  READER: 'READER',
  WRITER_WITHOUT_PRIVATE_ACCESS: 'WRITER_WITHOUT_PRIVATE_ACCESS',
  WRITER: 'WRITER',
  OWNER: 'OWNER',
} as const;
export type GoogleCalendarAccessRole = keyof typeof GoogleCalendarAccessRole;

registerEnumType(GoogleCalendarAccessRole, {
  name: 'GoogleCalendarAccessRole',
  description: 'What an account may do in a calendar.',
  valuesConfig: {
    FREE_BUSY_READER: { description: 'It sees when there is something, not what: its events are not synced.' },
    READER: { description: 'It reads events, of private ones only that they are there.' },
    WRITER_WITHOUT_PRIVATE_ACCESS: { description: 'It also writes events, but for private ones.' },
    WRITER: { description: 'It reads and writes every event.' },
    OWNER: { description: 'It also says who else may do what.' },
  },
});

@ObjectType('GoogleCalendar', {
  implements: RecordType,
  description: 'A calendar in the list of a Google account: its own, those it made, and those it subscribed to.',
})
export class GoogleCalendar extends RecordType<GoogleCalendarRecord> {
  @Field(() => ID, { description: 'As calendarId of its events; of the own calendar the address of the account.' })
  get calendarId(): string {
    return this.data.id;
  }

  @Field(() => String, { nullable: true, description: 'Title: what the account itself calls it, where it does.' })
  get summary(): string | null {
    return this.data.summaryOverride || this.data.summary || null;
  }

  @Field(() => String, { nullable: true })
  get description(): string | null {
    return this.data.description || null;
  }

  @Field(() => String, { nullable: true })
  get location(): string | null {
    return this.data.location || null;
  }

  @Field(() => String, { nullable: true, description: 'IANA name, e.g. Europe/Zurich.' })
  get timeZone(): string | null {
    return this.data.timeZone ?? null;
  }

  @Field(() => GoogleCalendarAccessRole, { nullable: true })
  get accessRole(): GoogleCalendarAccessRole | null {
    return memberOf(GoogleCalendarAccessRole, this.data.accessRole);
  }

  @Field(() => Boolean, { description: "Whether it is the account's own." })
  get isPrimary(): boolean {
    return this.data.primary ?? false;
  }

  @Field(() => Boolean, { description: 'Whether its events are shown in Google Calendar.' })
  get isSelected(): boolean {
    return this.data.selected ?? false;
  }

  @Field(() => Boolean, { description: 'Whether it is left out of the list that Google Calendar shows.' })
  get isHidden(): boolean {
    return this.data.hidden ?? false;
  }

  @Field(() => String, { nullable: true, description: 'Of its events, as #rrggbb.' })
  get backgroundColor(): string | null {
    return this.data.backgroundColor ?? null;
  }

  @Field(() => String, { nullable: true, description: 'Of what is written on the background, as #rrggbb.' })
  get foregroundColor(): string | null {
    return this.data.foregroundColor ?? null;
  }
}
