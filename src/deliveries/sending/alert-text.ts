import type { Row } from '../../tables.js';

/** An event as a person reads it. */
export interface AlertText {
  subject: string;
  text: string;
}

/** The words of an alert's event, or of a test. */
export function alertTextOf({ type, payload }: Pick<Row<'outbound_event'>, 'type' | 'payload'>): AlertText {
  const { data } = JSON.parse(payload) as { data: { title?: string; message?: string } };
  const { title = 'The integration hub reaches you', message = 'This is a test.' } = data;
  const subject = type === 'alert.resolved' ? `Resolved: ${title}` : title;
  return { subject, text: type === 'alert.resolved' ? 'It is over; nothing is left to do.' : message };
}
