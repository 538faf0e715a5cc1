import addressparser from 'nodemailer/lib/addressparser';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/date-time.scalar.js';
import { RecordType } from '../../records/record.type.js';
import { headerOf, type EmailMessageRecord } from './email-message.record.js';

@ObjectType('EmailMessageAddress', { description: 'Somebody who wrote an e-mail, or whom it was sent to.' })
export class EmailMessageAddress {
  @Field(() => String, { nullable: true })
  name!: string | null;

  @Field(() => String)
  address!: string;
}

@ObjectType('EmailMessage', {
  implements: RecordType,
  description:
    'An e-mail in a Gmail mailbox, received or sent, without its body: the action getMessage reads that. Drafts, spam and what is in the trash are left out.',
})
export class EmailMessage extends RecordType<EmailMessageRecord> {
  @Field(() => ID, { description: "Gmail's id, unique within the mailbox." })
  get messageId(): string {
    return this.data.id;
  }

  @Field(() => ID, { description: 'The conversation that it belongs to.' })
  get threadId(): string {
    return this.data.threadId;
  }

  @Field(() => String, { nullable: true, description: 'The Message-ID that its sender gave it, with angle brackets.' })
  get messageIdHeader(): string | null {
    return headerOf(this.data, 'Message-ID');
  }

  @Field(() => String, { nullable: true })
  get subject(): string | null {
    return headerOf(this.data, 'Subject') || null;
  }

  @Field(() => EmailMessageAddress, { nullable: true })
  get from(): EmailMessageAddress | null {
    return addressesIn(headerOf(this.data, 'From'))[0] ?? null;
  }

  @Field(() => String, { nullable: true, description: 'Address of who wrote it, as in from.' })
  get fromAddress(): string | null {
    return this.from?.address ?? null;
  }

  @Field(() => [EmailMessageAddress])
  get to(): EmailMessageAddress[] {
    return addressesIn(headerOf(this.data, 'To'));
  }

  @Field(() => [EmailMessageAddress])
  get cc(): EmailMessageAddress[] {
    return addressesIn(headerOf(this.data, 'Cc'));
  }

  @Field(() => [EmailMessageAddress], { description: 'Only of what the account itself has sent.' })
  get bcc(): EmailMessageAddress[] {
    return addressesIn(headerOf(this.data, 'Bcc'));
  }

  @Field(() => String, { nullable: true, description: 'Its first words, as plain text.' })
  get snippet(): string | null {
    return plainText(this.data.snippet) || null;
  }

  @Field(() => [String], {
    description: 'Ids of its labels: INBOX, SENT, UNREAD, STARRED, …, and those of the account.',
  })
  get labelIds(): string[] {
    return this.data.labelIds ?? [];
  }

  @Field(() => Boolean)
  get isUnread(): boolean {
    return this.labelIds.includes('UNREAD');
  }

  @Field(() => Boolean, { description: 'False of what was archived, and of what was only sent.' })
  get isInInbox(): boolean {
    return this.labelIds.includes('INBOX');
  }

  @Field(() => Boolean, {
    description: 'Whether it is made as messages with attachments are; the action getMessage lists them.',
  })
  get hasAttachments(): boolean {
    return this.data.payload?.mimeType === 'multipart/mixed';
  }

  @Field(() => Int, { nullable: true, description: 'Of the whole message in bytes, as Gmail estimates it.' })
  get sizeEstimate(): number | null {
    return this.data.sizeEstimate ?? null;
  }

  @Field(() => DateTime, { nullable: true, description: 'When Google took it.' })
  get receivedAt(): Date | null {
    return dateOf(Number(this.data.internalDate ?? Number.NaN));
  }

  @Field(() => DateTime, { nullable: true, description: 'When it was sent, as its sender says.' })
  get sentAt(): Date | null {
    return dateOf(Date.parse(headerOf(this.data, 'Date') ?? ''));
  }
}

/** Groups are taken apart; what is no address is left out. */
function addressesIn(header: string | null): EmailMessageAddress[] {
  return addressparser(header, { flatten: true })
    .filter(({ address }) => address !== '')
    .map(({ name, address }) => ({ name: name || null, address }));
}

function dateOf(time: number): Date | null {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? null : date;
}

const ESCAPED: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
};

function plainText(html: string | undefined): string {
  return html?.replace(/&(?:lt|gt|amp|quot|#39);/g, (found) => ESCAPED[found] ?? found) ?? '';
}
