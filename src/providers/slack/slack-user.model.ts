import { GraphQLURL } from 'graphql-scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import { z } from 'zod';
import { DateTime } from '../../platform/graphql/date-time.scalar.js';
import { RecordType } from '../../records/record.type.js';
import { defineModel, defineReading, type Page } from '../provider.js';
import { PAGE_SIZE, slackCheckpoint, slackCursor, slackPages, type SlackRequest } from './slack-pages.js';

/** @see https://docs.slack.dev/reference/objects/user-object */
const slackUserRecord = z.looseObject({
  id: z.string().min(1),
  name: z.string(),
  real_name: z.string().optional(),
  tz: z.string().nullish(),
  is_bot: z.boolean().optional(),
  is_admin: z.boolean().optional(),
  is_restricted: z.boolean().optional(),
  /** Unix seconds. */
  updated: z.number().optional(),
  profile: z
    .looseObject({
      real_name: z.string().optional(),
      display_name: z.string().optional(),
      email: z.string().nullish(),
      title: z.string().nullish(),
      image_192: z.string().nullish(),
    })
    .optional(),
});

type SlackUserRecord = z.output<typeof slackUserRecord>;

@ObjectType('SlackUser', { implements: RecordType, description: 'A person or bot of a Slack workspace.' })
export class SlackUser extends RecordType<SlackUserRecord> {
  @Field(() => ID)
  get userId(): string {
    return this.data.id;
  }

  @Field(() => String, { description: 'Handle, without the leading @.' })
  get name(): string {
    return this.data.name;
  }

  @Field(() => String, { nullable: true })
  get realName(): string | null {
    return this.data.profile?.real_name || this.data.real_name || null;
  }

  @Field(() => String, { nullable: true, description: 'What they chose to be called.' })
  get displayName(): string | null {
    return this.data.profile?.display_name || null;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Null where the scope users:read.email was not granted, and for bots.',
  })
  get email(): string | null {
    return this.data.profile?.email || null;
  }

  @Field(() => String, { nullable: true, description: 'What they do.' })
  get title(): string | null {
    return this.data.profile?.title || null;
  }

  @Field(() => String, { nullable: true, description: 'IANA name, e.g. Europe/Zurich.' })
  get timeZone(): string | null {
    return this.data.tz ?? null;
  }

  @Field(() => GraphQLURL, { nullable: true })
  get imageUrl(): string | null {
    const url = this.data.profile?.image_192;
    return url && URL.canParse(url) ? url : null;
  }

  @Field(() => Boolean)
  get isBot(): boolean {
    return this.data.is_bot ?? false;
  }

  @Field(() => Boolean)
  get isAdmin(): boolean {
    return this.data.is_admin ?? false;
  }

  @Field(() => Boolean, { description: 'Whether they see only the channels that they were invited to.' })
  get isGuest(): boolean {
    return this.data.is_restricted ?? false;
  }

  @Field(() => DateTime, { nullable: true, description: 'When it was last changed in Slack.' })
  get updatedAt(): number | null {
    return this.data.updated === undefined ? null : this.data.updated * 1000;
  }
}

const member = z.looseObject({ deleted: z.boolean().optional() });

const usersAnswer = z.object({ members: z.array(member) });

/** People and bots. Slack keeps listing whom it has deactivated, and says so: they are deleted here. */
export const slackUserModel = defineModel({
  name: 'SlackUser',
  record: slackUserRecord,
  cursor: slackCursor,
  checkpoint: slackCheckpoint,
  type: SlackUser,
  reading: defineReading<SlackUser>({
    query: 'slackUsers',
    description: 'People and bots of a Slack workspace, those that Slack changed last first.',
    version: 1,
    filters: {
      email: { description: 'With this address.', ignoresCase: true },
      name: { description: 'With this handle, without the leading @.', ignoresCase: true },
      isBot: { description: 'Only bots, or only people.' },
    },
    order: { by: (user) => user.updatedAt, direction: 'DESC', after: 'updatedAfter', before: 'updatedBefore' },
  }),
  idOf: ({ id }) => id,
  versionOf: ({ updated }) => (updated === undefined ? null : updated * 1_000_000),
  supportsIncremental: false,
  supportsRealtime: true,
  schedule: { full: '1 week', incremental: '15 minutes' },
  pages: userPages,
});

/** @see https://docs.slack.dev/reference/methods/users.list */
async function* userPages(request: SlackRequest): AsyncGenerator<Page<null, { cursor: string }>> {
  const pages = slackPages(request, usersAnswer, (client, cursor) =>
    client.users.list({ limit: PAGE_SIZE, ...(cursor && { cursor }) }),
  );
  for await (const { answer, checkpoint } of pages) {
    yield {
      records: answer.members.filter((user) => !isDeleted(user)),
      deletedIds: answer.members.filter(isDeleted).map(({ id }) => id),
      checkpoint,
    };
  }
}

function isDeleted(user: Record<string, unknown>): user is { id: string } {
  return user.deleted === true && typeof user.id === 'string' && user.id !== '';
}
