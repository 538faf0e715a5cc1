import { z } from 'zod';
import { HubError, type ErrorCode } from '../../platform/errors/hub-error.js';
import type { AnswerMeaning } from '../provider.js';

/** Slack answers 200 to what it refuses. @see https://docs.slack.dev/apis/web-api/#responses */
const refusal = z.object({ ok: z.literal(false), error: z.string() });

/** The SDK's platform error as far as it is read here; by shape, for the SDK is loaded late. */
const platformError = z.object({ data: z.object({ error: z.string(), needed: z.string().optional() }) });

const TOKEN_REFUSED = new Set(['token_revoked', 'invalid_auth', 'token_expired', 'account_inactive', 'not_authed']);

export function meaningOfSlack({ body }: { body: unknown }): AnswerMeaning {
  const parsed = refusal.safeParse(body);
  if (!parsed.success) return null;
  if (TOKEN_REFUSED.has(parsed.data.error)) return 'TOKEN_REFUSED';
  return parsed.data.error === 'ratelimited' || parsed.data.error === 'rate_limited' ? 'RATE_LIMITED' : null;
}

/** Slack's own word for what it refused, e.g. channel_not_found; null where the error is none of Slack's. */
export function slackWordOf(error: unknown): string | null {
  const parsed = platformError.safeParse(error);
  return parsed.success ? parsed.data.data.error : null;
}

/** What a person can do about a refusal, by Slack's word. */
const REFUSALS: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  channel_not_found: [
    'BAD_INPUT',
    'Slack knows no such channel, or the app may not see it. Give the id of a channel it was invited to.',
  ],
  not_in_channel: ['BAD_INPUT', 'The app is not in that Slack channel. Invite it there (/invite), then send again.'],
  is_archived: ['BAD_INPUT', 'That Slack channel is archived. Choose another, or restore it in Slack.'],
  no_text: ['BAD_INPUT', 'Slack takes no empty message. Give a text, blocks or attachments.'],
  msg_too_long: ['BAD_INPUT', 'The message is too long for Slack. Shorten it to 40,000 characters.'],
  msg_blocks_too_long: ['BAD_INPUT', 'The blocks of the message are too long for Slack. Shorten them.'],
  invalid_blocks: ['BAD_INPUT', "Slack cannot read the message's blocks. Try them in Slack's Block Kit Builder."],
  invalid_blocks_format: [
    'BAD_INPUT',
    "Slack cannot read the message's blocks. Try them in Slack's Block Kit Builder.",
  ],
  too_many_attachments: ['BAD_INPUT', 'Slack takes at most 100 attachments with a message.'],
  cannot_reply_to_message: ['BAD_INPUT', 'Slack does not let anybody reply to that message.'],
  thread_not_found: ['BAD_INPUT', 'Slack finds no message with that threadTs in the channel.'],
  invalid_cursor: ['BAD_INPUT', 'Slack no longer takes that cursor. Begin again without one.'],
  restricted_action: [
    'PROVIDER_REJECTED',
    'The Slack workspace does not allow the app to post there. An administrator of it can.',
  ],
  restricted_action_read_only_channel: [
    'PROVIDER_REJECTED',
    'Only some people may post in that Slack channel. Choose another.',
  ],
  ekm_access_denied: ['PROVIDER_REJECTED', "The Slack workspace's administrators have suspended posting."],
  access_denied: [
    'PROVIDER_REJECTED',
    'The Slack workspace does not let the app do this. An administrator of it can allow it.',
  ],
  team_access_not_granted: [
    'REAUTHORIZATION_REQUIRED',
    'The app is not approved in this Slack workspace. Connect it again.',
  ],
  internal_error: ['PROVIDER_UNAVAILABLE', 'Slack had a fault of its own. Try again later.'],
  fatal_error: [
    'PROVIDER_UNAVAILABLE',
    'Slack had a fault of its own. Look in Slack before you try again: it may have been done.',
  ],
  service_unavailable: ['PROVIDER_UNAVAILABLE', 'Slack is out of service for a while. Try again later.'],
  request_timeout: ['PROVIDER_UNAVAILABLE', 'Slack did not get the whole request. Try again.'],
};

/** The SDK's error in words a person can act on; null where it is none of Slack's own. */
export function slackErrorOf(error: unknown): HubError | null {
  const word = slackWordOf(error);
  if (word === null) return null;
  const [code, message] = wordsFor(word, error);
  return new HubError(code, message, { status: 200, cause: error });
}

function wordsFor(word: string, error: unknown): readonly [ErrorCode, string] {
  // The SDK hands on as Slack's word whatever is no JSON, a whole page of it.
  if (!/^[a-z0-9_]{1,80}$/.test(word)) {
    return [
      'PROVIDER_CONTRACT_BROKEN',
      'Slack answered with something that is no answer of its API. Check the address under which it is configured.',
    ];
  }
  if (word === 'missing_scope') return ['REAUTHORIZATION_REQUIRED', missingScope(error)];
  return (
    REFUSALS[word] ?? ['PROVIDER_REJECTED', `Slack refused this (${word}). Its documentation of the call says why.`]
  );
}

function missingScope(error: unknown): string {
  const needed = platformError.parse(error).data.needed;
  const what = needed !== undefined && /^[a-z0-9:._,|-]{1,200}$/.test(needed) ? ` (${needed})` : '';
  return `Slack was connected without a permission that this needs${what}. Connect it again and allow it.`;
}
