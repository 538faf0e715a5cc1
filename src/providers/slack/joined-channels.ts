import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { HubError } from '../../platform/errors/hub-error.js';
import { PAGE_SIZE } from './slack-pages.js';

const channelsAnswer = z.object({
  channels: z.array(z.looseObject({ id: z.string().min(1), is_archived: z.boolean().default(false) })),
});

export type JoinedChannel = z.output<typeof channelsAnswer>['channels'][number];

/**
 * Public channels that the app is in, archived ones too, in the order of their ids: a run that was
 * interrupted finds its place again.
 * @throws HubError PROVIDER_CONTRACT_BROKEN where Slack leads in a circle.
 * @see https://docs.slack.dev/reference/methods/users.conversations
 */
export async function joinedChannels(client: WebClient, signal: AbortSignal): Promise<JoinedChannel[]> {
  const channels = new Map<string, JoinedChannel>();
  const visited = new Set<string>();
  let cursor = '';
  do {
    signal.throwIfAborted();
    if (visited.has(cursor)) throw circle();
    visited.add(cursor);
    const answer = await client.users.conversations({
      limit: PAGE_SIZE,
      types: 'public_channel',
      exclude_archived: false,
      ...(cursor && { cursor }),
    });
    for (const channel of channelsAnswer.parse(answer).channels) channels.set(channel.id, channel);
    cursor = answer.response_metadata?.next_cursor ?? '';
  } while (cursor !== '');
  return [...channels.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

function circle(): HubError {
  return new HubError(
    'PROVIDER_CONTRACT_BROKEN',
    'Slack sent the same page of the list of channels twice and would go on for ever, so the hub stopped. Try again later.',
  );
}
