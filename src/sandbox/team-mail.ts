import { createHash } from 'node:crypto';
import { TEAM, type Person } from './team.js';

/** A message as the emulator is seeded with it. */
export interface SeededMessage {
  id: string;
  thread_id: string;
  user_email: string;
  from: string;
  to: string;
  cc?: string;
  subject: string;
  body_text: string;
  label_ids: string[];
  internal_date: string;
  message_id: string;
  in_reply_to?: string;
  references?: string;
}

const HOUR_MS = 3_600_000;

/** Of the conversations, a question and an answer each, one every second day before the Monday. */
const SUBJECTS = [
  'Release notes for this week',
  'Room for the customer call',
  'Invoice of the print shop',
  'Your talk at the meetup',
  'Numbers of the last sprint',
  'Who takes the on-call week?',
  'Offsite: trains and rooms',
  'Feedback on the new onboarding',
  'Contract of Kestrel Air',
  'Lunch on Thursday?',
  'Access to the staging servers',
  'Photos of the summer party',
] as const;

/** A person's mail, the same each time: what others ask and what the person answers. */
export function mailOf(person: Person, monday: string): SeededMessage[] {
  const others = TEAM.filter(({ email }) => email !== person.email);
  return SUBJECTS.flatMap((subject, index) => {
    const other = others[index % others.length] as Person;
    const asked = Date.parse(`${monday}T08:00:00Z`) - (index * 2 + 1) * 24 * HOUR_MS;
    return conversation({ person, other, subject, asked, isUnread: index < 3 });
  });
}

interface Conversation {
  person: Person;
  other: Person;
  subject: string;
  /** Epoch milliseconds. */
  asked: number;
  isUnread: boolean;
}

function conversation({ person, other, subject, asked, isUnread }: Conversation): SeededMessage[] {
  const idOf = (what: string) => hash(`${person.email} ${subject} ${what}`);
  const thread = { thread_id: idOf('thread'), user_email: person.email };
  const question = {
    ...thread,
    id: idOf('question'),
    from: addressOf(other),
    to: addressOf(person),
    subject,
    body_text: `Hi ${firstNameOf(person)},\n\ncan you have a look at this? ${subject}.\n\n${firstNameOf(other)}`,
    label_ids: isUnread ? ['INBOX', 'UNREAD'] : ['INBOX'],
    internal_date: String(asked),
    message_id: messageIdOf(idOf('question')),
  };
  const answer = {
    ...thread,
    id: idOf('answer'),
    from: addressOf(person),
    to: addressOf(other),
    subject: `Re: ${subject}`,
    body_text: `Hi ${firstNameOf(other)},\n\nI will, today.\n\n${firstNameOf(person)}`,
    label_ids: ['SENT'],
    internal_date: String(asked + 2 * HOUR_MS),
    message_id: messageIdOf(idOf('answer')),
    in_reply_to: question.message_id,
    references: question.message_id,
  };
  return [question, answer];
}

function addressOf({ name, email }: Person): string {
  return `${name} <${email}>`;
}

function firstNameOf({ name }: Person): string {
  return name.split(' ')[0] ?? name;
}

function messageIdOf(id: string): string {
  return `<${id}@mail.acorn.example>`;
}

/** As long as an id of Gmail's. */
function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
