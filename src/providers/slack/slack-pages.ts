import type { WebAPICallResult, WebClient } from '@slack/web-api';
import { z } from 'zod';
import { CursorExpired, type PageRequest } from '../provider.js';
import type { SlackApi } from './slack-api.js';
import { slackWordOf } from './slack-error.js';

/** Slack has no tokens of change: each run reads everything. */
export const slackCursor = z.null();

export const slackCheckpoint = z.object({ cursor: z.string().min(1) });

export type SlackRequest = PageRequest<SlackApi, null, z.output<typeof slackCheckpoint>>;

/** The size Slack recommends. @see https://docs.slack.dev/apis/web-api/pagination */
export const PAGE_SIZE = 200;

interface SlackPage<Answer> {
  answer: Answer;
  checkpoint: { cursor: string } | null;
}

/**
 * The pages of one of Slack's lists.
 * @param answerShape What each answer must hold; a page of another shape would pass for an empty one.
 * @throws CursorExpired where Slack no longer takes the place at which an interrupted run goes on.
 */
export async function* slackPages<Answer>(
  { api, checkpoint, signal }: SlackRequest,
  answerShape: z.ZodType<Answer>,
  list: (client: WebClient, cursor: string | undefined) => Promise<WebAPICallResult>,
): AsyncGenerator<SlackPage<Answer>> {
  const client = await api();
  let cursor = checkpoint?.cursor;
  do {
    signal.throwIfAborted();
    const result = await list(client, cursor).catch((error: unknown) => {
      throw slackWordOf(error) === 'invalid_cursor' ? new CursorExpired('Slack no longer takes the cursor.') : error;
    });
    const answer = answerShape.parse(result);
    // Empty, not absent, on the last page.
    cursor = result.response_metadata?.next_cursor || undefined;
    yield { answer, checkpoint: cursor === undefined ? null : { cursor } };
  } while (cursor !== undefined);
}
