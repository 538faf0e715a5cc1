import { z } from 'zod';

/**
 * A calendar as it stands in the account's list.
 * @see https://developers.google.com/workspace/calendar/api/v3/reference/calendarList#resource
 */
export const googleCalendarRecord = z.looseObject({
  id: z.string().min(1),
  summary: z.string().optional(),
  /** What the account itself calls it. */
  summaryOverride: z.string().optional(),
  description: z.string().optional(),
  location: z.string().optional(),
  timeZone: z.string().optional(),
  accessRole: z.string().optional(),
  primary: z.boolean().optional(),
  selected: z.boolean().optional(),
  hidden: z.boolean().optional(),
  backgroundColor: z.string().optional(),
  foregroundColor: z.string().optional(),
});

export type GoogleCalendarRecord = z.output<typeof googleCalendarRecord>;
