import { GraphQLLocalDate, GraphQLURL } from 'graphql-scalars';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/date-time.scalar.js';
import { RecordType } from '../../records/record.type.js';
import type { CalendarEventRecord } from './calendar-event.record.js';
import { dateOf, dayOf, memberOf, urlOf } from './calendar-values.js';

export const CalendarEventStatus = { CONFIRMED: 'CONFIRMED', TENTATIVE: 'TENTATIVE', CANCELLED: 'CANCELLED' } as const;
export type CalendarEventStatus = keyof typeof CalendarEventStatus;

registerEnumType(CalendarEventStatus, {
  name: 'CalendarEventStatus',
  description: 'Whether an event takes place.',
  valuesConfig: { CANCELLED: { description: 'One time of a series that does not take place.' } },
});

export const CalendarEventResponse = {
  NEEDS_ACTION: 'NEEDS_ACTION',
  DECLINED: 'DECLINED',
  TENTATIVE: 'TENTATIVE',
  ACCEPTED: 'ACCEPTED',
} as const;
export type CalendarEventResponse = keyof typeof CalendarEventResponse;

registerEnumType(CalendarEventResponse, {
  name: 'CalendarEventResponse',
  description: 'What somebody invited has answered.',
});

@ObjectType('CalendarEventOrganizer', { description: 'Who organizes an event.' })
export class CalendarEventOrganizer {
  @Field(() => String, { nullable: true })
  email!: string | null;

  @Field(() => String, { nullable: true })
  displayName!: string | null;

  @Field(() => Boolean, { description: 'Whether it is the calendar that the event was read from.' })
  isSelf!: boolean;
}

@ObjectType('CalendarEventAttendee', { description: 'Somebody invited to an event.' })
export class CalendarEventAttendee extends CalendarEventOrganizer {
  @Field(() => CalendarEventResponse, { nullable: true })
  response!: CalendarEventResponse | null;

  @Field(() => Boolean)
  isOrganizer!: boolean;

  @Field(() => Boolean, { description: 'Whether the event takes place without them.' })
  isOptional!: boolean;
}

@ObjectType('CalendarEvent', {
  implements: RecordType,
  description:
    'An event of a Google calendar. A recurring event is one record with its rule; a changed or cancelled time of it is another, with recurringEventId.',
})
export class CalendarEvent extends RecordType<CalendarEventRecord> {
  @Field(() => ID, { description: "Google's id, unique within its calendar." })
  get eventId(): string {
    return this.data.id;
  }

  @Field(() => ID)
  get calendarId(): string {
    return this.data.calendarId;
  }

  @Field(() => String, { nullable: true, description: 'Title; null where Google hides it or it has none.' })
  get summary(): string | null {
    return this.data.summary ?? null;
  }

  @Field(() => String, { nullable: true, description: 'May hold HTML.' })
  get description(): string | null {
    return this.data.description ?? null;
  }

  @Field(() => String, { nullable: true })
  get location(): string | null {
    return this.data.location ?? null;
  }

  @Field(() => CalendarEventStatus, { nullable: true })
  get status(): CalendarEventStatus | null {
    return memberOf(CalendarEventStatus, this.data.status);
  }

  @Field(() => DateTime, { nullable: true, description: 'Null where the event lasts whole days: see startDate.' })
  get startsAt(): Date | null {
    return dateOf(this.data.start?.dateTime);
  }

  @Field(() => DateTime, { nullable: true, description: 'Null where the event lasts whole days: see endDate.' })
  get endsAt(): Date | null {
    return dateOf(this.data.end?.dateTime);
  }

  @Field(() => Boolean)
  get isAllDay(): boolean {
    return this.data.start?.date !== undefined;
  }

  @Field(() => GraphQLLocalDate, { nullable: true, description: 'First day of an event that lasts whole days.' })
  get startDate(): string | null {
    return dayOf(this.data.start?.date);
  }

  @Field(() => GraphQLLocalDate, {
    nullable: true,
    description: 'The day after the last of an event that lasts whole days.',
  })
  get endDate(): string | null {
    return dayOf(this.data.end?.date);
  }

  @Field(() => String, { nullable: true, description: 'IANA name, e.g. Europe/Zurich.' })
  get timeZone(): string | null {
    return this.data.start?.timeZone ?? null;
  }

  @Field(() => CalendarEventOrganizer, { nullable: true })
  get organizer(): CalendarEventOrganizer | null {
    const { organizer } = this.data;
    if (organizer === undefined) return null;
    const { email = null, displayName = null, self: isSelf = false } = organizer;
    return { email, displayName, isSelf };
  }

  @Field(() => [CalendarEventAttendee])
  get attendees(): CalendarEventAttendee[] {
    return (this.data.attendees ?? []).map((attendee) => ({
      email: attendee.email ?? null,
      displayName: attendee.displayName ?? null,
      isSelf: attendee.self ?? false,
      response: memberOf(CalendarEventResponse, attendee.responseStatus),
      isOrganizer: attendee.organizer ?? false,
      isOptional: attendee.optional ?? false,
    }));
  }

  @Field(() => [String], {
    description: 'RRULE, EXRULE, RDATE and EXDATE lines of RFC 5545; empty where it does not recur.',
  })
  get recurrence(): string[] {
    return this.data.recurrence ?? [];
  }

  @Field(() => ID, { nullable: true, description: 'Event id of the series that this is a changed time of.' })
  get recurringEventId(): string | null {
    return this.data.recurringEventId ?? null;
  }

  @Field(() => GraphQLURL, { nullable: true, description: 'The event on the web.' })
  get htmlLink(): string | null {
    return urlOf(this.data.htmlLink);
  }

  @Field(() => GraphQLURL, { nullable: true, description: 'Where its video call is.' })
  get callUrl(): string | null {
    return urlOf(this.data.hangoutLink);
  }

  @Field(() => DateTime, { nullable: true, description: 'When Google last changed it.' })
  get updatedAt(): Date | null {
    return dateOf(this.data.updated);
  }
}
