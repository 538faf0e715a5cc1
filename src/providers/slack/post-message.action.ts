import { z } from 'zod';
import { defineAction } from '../provider.js';
import type { SlackApi } from './slack-api.js';

const postMessageInput = z.object({
  channel: z.string().min(1).describe('Id of a channel that the app is in, or may post to.'),
  text: z.string().min(1).max(40_000).describe('The message; with blocks, what notifications show.'),
  blocks: z
    .array(z.looseObject({ type: z.string() }))
    .max(50)
    .optional()
    .describe('Block Kit blocks.'),
  attachments: z
    .array(z.looseObject({}))
    .max(100)
    .optional()
    .describe('Legacy attachments; take blocks where you can.'),
  threadTs: z
    .string()
    .regex(/^\d+\.\d+$/, 'must be the ts of a message, e.g. 1700000000.000100')
    .optional()
    .describe('The ts of the message to reply to.'),
});

type PostMessageInput = z.output<typeof postMessageInput>;

const postMessageOutput = z.object({
  ts: z.string().describe('Names the message within its channel; a reply gives it as threadTs.'),
  channel: z.string().describe('Id of the channel.'),
});

/** @see https://docs.slack.dev/reference/methods/chat.postMessage */
export const postMessage = defineAction({
  name: 'postMessage',
  description: 'Posts a message to a Slack channel, or a reply to one. Gives the channel and the ts of the message.',
  input: postMessageInput,
  output: postMessageOutput,
  async run({
    api,
    input,
    signal,
  }: {
    api: SlackApi;
    input: PostMessageInput;
    signal: AbortSignal;
  }): Promise<z.output<typeof postMessageOutput>> {
    const client = await api();
    signal.throwIfAborted();
    const { threadTs, ...message } = input;
    // The SDK knows each kind of block; what it does not know, Slack refuses in words.
    const answer = await client.apiCall('chat.postMessage', { ...message, ...(threadTs && { thread_ts: threadTs }) });
    return postMessageOutput.parse(answer);
  },
});
