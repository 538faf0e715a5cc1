import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/date-time.scalar.js';
import { RecordType } from '../../records/record.type.js';
import type { SlackMessageRecord } from './slack-message.record.js';
import { millisecondsOf } from './slack-ts.js';

@ObjectType('SlackMessage', {
  implements: RecordType,
  description: 'What somebody said in a public Slack channel that the connected app is in.',
})
export class SlackMessage extends RecordType<SlackMessageRecord> {
  @Field(() => ID)
  get channelId(): string {
    return this.data.channel;
  }

  @Field(() => String, { description: "Slack's id of it within its channel, e.g. 1700000000.000100." })
  get ts(): string {
    return this.data.ts;
  }

  @Field(() => String, {
    description: "In Slack's own markup; empty where the message has blocks, attachments or files only.",
  })
  get text(): string {
    return this.data.text ?? '';
  }

  @Field(() => ID, { nullable: true, description: 'Slack user id of whoever said it; null for some bots.' })
  get userId(): string | null {
    return this.data.user || null;
  }

  @Field(() => Boolean)
  get isBot(): boolean {
    return this.data.subtype === 'bot_message' || Boolean(this.data.bot_id);
  }

  @Field(() => String, {
    nullable: true,
    description: 'The ts of the message that its thread began with; null where it is in none.',
  })
  get threadTs(): string | null {
    return this.data.thread_ts ?? null;
  }

  @Field(() => Boolean, { description: 'Whether it answers another message, in its thread.' })
  get isReply(): boolean {
    return this.data.thread_ts !== undefined && this.data.thread_ts !== this.data.ts;
  }

  @Field(() => DateTime)
  get sentAt(): number {
    return millisecondsOf(this.data.ts);
  }

  @Field(() => DateTime, { nullable: true, description: 'When its words were changed last.' })
  get editedAt(): number | null {
    return this.data.edited === undefined ? null : millisecondsOf(this.data.edited.ts);
  }
}
