import { Field, ID, Int, ObjectType } from 'type-graphql';
import { z } from 'zod';
import { DateTime } from '../../platform/graphql/date-time.scalar.js';
import { RecordType } from '../../records/record.type.js';
import { defineModel, defineReading, type Page } from '../provider.js';
import { PAGE_SIZE, slackCheckpoint, slackCursor, slackPages, type SlackRequest } from './slack-pages.js';

/** @see https://docs.slack.dev/reference/objects/conversation-object */
const slackChannelRecord = z.looseObject({
  id: z.string().min(1),
  name: z.string(),
  is_private: z.boolean().optional(),
  is_archived: z.boolean().optional(),
  is_general: z.boolean().optional(),
  is_member: z.boolean().optional(),
  topic: z.looseObject({ value: z.string() }).optional(),
  purpose: z.looseObject({ value: z.string() }).optional(),
  num_members: z.number().optional(),
  creator: z.string().optional(),
  created: z.number().optional(),
});

type SlackChannelRecord = z.output<typeof slackChannelRecord>;

@ObjectType('SlackChannel', { implements: RecordType, description: 'A public channel of a Slack workspace.' })
export class SlackChannel extends RecordType<SlackChannelRecord> {
  @Field(() => ID)
  get channelId(): string {
    return this.data.id;
  }

  @Field(() => String, { description: 'Without the leading #.' })
  get name(): string {
    return this.data.name;
  }

  @Field(() => String, { nullable: true })
  get topic(): string | null {
    return this.data.topic?.value || null;
  }

  @Field(() => String, { nullable: true })
  get purpose(): string | null {
    return this.data.purpose?.value || null;
  }

  @Field(() => Boolean)
  get isPrivate(): boolean {
    return this.data.is_private ?? false;
  }

  @Field(() => Boolean)
  get isArchived(): boolean {
    return this.data.is_archived ?? false;
  }

  @Field(() => Boolean, { description: 'Whether the connected app is in it, and so can read and post there.' })
  get isMember(): boolean {
    return this.data.is_member ?? false;
  }

  @Field(() => Int, { nullable: true })
  get memberCount(): number | null {
    return this.data.num_members ?? null;
  }

  @Field(() => ID, { nullable: true, description: 'Slack user id of whoever created it.' })
  get creatorId(): string | null {
    return this.data.creator || null;
  }

  @Field(() => DateTime, { nullable: true })
  get createdAt(): number | null {
    return this.data.created === undefined ? null : this.data.created * 1000;
  }
}

const channelsAnswer = z.object({ channels: z.array(z.unknown()) });

/** Public channels, archived ones too. */
export const slackChannelModel = defineModel({
  name: 'SlackChannel',
  record: slackChannelRecord,
  cursor: slackCursor,
  checkpoint: slackCheckpoint,
  type: SlackChannel,
  reading: defineReading<SlackChannel>({
    query: 'slackChannels',
    description: 'Channels of a Slack workspace, those made last first.',
    version: 1,
    filters: {
      name: { description: 'With this name, without the leading #.', ignoresCase: true },
      isMember: { description: 'Only those that the connected app is in, or only those that it is not in.' },
      isArchived: { description: 'Only archived ones, or none of them.' },
    },
    order: { by: (channel) => channel.createdAt, direction: 'DESC', after: 'createdAfter', before: 'createdBefore' },
  }),
  idOf: ({ id }) => id,
  supportsIncremental: false,
  supportsRealtime: true,
  schedule: { full: '1 week', incremental: '15 minutes' },
  pages: channelPages,
});

/** @see https://docs.slack.dev/reference/methods/conversations.list */
async function* channelPages(request: SlackRequest): AsyncGenerator<Page<null, { cursor: string }>> {
  const pages = slackPages(request, channelsAnswer, (client, cursor) =>
    client.conversations.list({
      limit: PAGE_SIZE,
      types: 'public_channel',
      exclude_archived: false,
      ...(cursor && { cursor }),
    }),
  );
  for await (const { answer, checkpoint } of pages) yield { records: answer.channels, checkpoint };
}
