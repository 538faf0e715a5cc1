import { z } from 'zod';
import { defineAction } from '../provider.js';
import type { SlackApi } from './slack-api.js';

const getChannelsInput = z.object({
  limit: z.int().min(1).max(1000).default(200).describe('How many at most; Slack may give fewer before the last page.'),
  cursor: z.string().min(1).max(1000).optional().describe('nextCursor of the page before; the first where left out.'),
  includeArchived: z.boolean().default(false).describe('Whether archived channels come too.'),
});

const channelOutput = z
  .object({
    id: z.string().describe('As postMessage takes it.'),
    name: z.string().describe('Without the leading #.'),
    topic: z.string().nullable().describe('What is spoken of; null where nobody set it.'),
    purpose: z.string().nullable().describe('What the channel is for; null where nobody set it.'),
    isArchived: z.boolean().describe('Whether it takes no more messages.'),
    isMember: z.boolean().describe('Whether the connected app is in it, and so can post there.'),
    memberCount: z.int32().nullable().describe('How many are in it; null where Slack does not say.'),
  })
  .meta({ title: 'Channel', description: 'A public channel, as Slack has it now.' });

const getChannelsOutput = z.object({
  channels: z.array(channelOutput).describe('In the order in which Slack gives them.'),
  nextCursor: z.string().nullable().describe('Asks for the next page; null on the last.'),
});

const text = z.object({ value: z.string() }).optional();

const channelsAnswer = z.object({
  channels: z.array(
    z.object({
      id: z.string().min(1),
      name: z.string(),
      topic: text,
      purpose: text,
      is_archived: z.boolean().optional(),
      is_member: z.boolean().optional(),
      num_members: z.number().optional(),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

interface GetChannelsRequest {
  api: SlackApi;
  input: z.output<typeof getChannelsInput>;
  signal: AbortSignal;
}

/** @see https://docs.slack.dev/reference/methods/conversations.list */
export const getChannels = defineAction({
  name: 'getChannels',
  description: 'Lists the public channels of the workspace as they are now, a page at a time.',
  input: getChannelsInput,
  output: getChannelsOutput,
  async run({ api, input, signal }: GetChannelsRequest): Promise<z.output<typeof getChannelsOutput>> {
    const client = await api();
    signal.throwIfAborted();
    const { limit, cursor, includeArchived } = input;
    const answer = await client.conversations.list({
      limit,
      types: 'public_channel',
      exclude_archived: !includeArchived,
      ...(cursor && { cursor }),
    });
    const { channels, response_metadata: place } = channelsAnswer.parse(answer);
    // Empty, not absent, on the last page.
    return { channels: channels.map(channelOf), nextCursor: place?.next_cursor || null };
  },
});

function channelOf(channel: z.output<typeof channelsAnswer>['channels'][number]): z.output<typeof channelOutput> {
  return {
    id: channel.id,
    name: channel.name,
    topic: channel.topic?.value || null,
    purpose: channel.purpose?.value || null,
    isArchived: channel.is_archived ?? false,
    isMember: channel.is_member ?? false,
    memberCount: channel.num_members ?? null,
  };
}
