import { z } from 'zod';
import { WebhookUnreadable, type WebhookReading } from '../provider.js';
import { microsecondsOf, slackTs } from './slack-ts.js';

/** Sent when the address is entered in the app's settings. */
const handshake = z.object({ type: z.literal('url_verification'), challenge: z.string() });

/** Sent each minute in which Slack held events back: an app gets 30,000 an hour of a workspace. */
const heldBack = z.object({ type: z.literal('app_rate_limited'), team_id: z.string().min(1) });

const authorization = z.object({ team_id: z.string().nullish(), user_id: z.string().nullish() });

const eventCallback = z.object({
  type: z.literal('event_callback'),
  event_id: z.string().min(1),
  /** Unix seconds. */
  event_time: z.number().int().nonnegative(),
  team_id: z.string().nullish(),
  /** At most one of the app's installations that may see the event. */
  authorizations: z.array(authorization).nullish(),
  event: z.looseObject({ type: z.string().min(1), subtype: z.string().optional(), event_ts: slackTs.optional() }),
});

const slackEnvelope = z.discriminatedUnion('type', [handshake, heldBack, eventCallback]);

export type SlackEnvelope = z.output<typeof slackEnvelope>;
export type SlackEventCallback = z.output<typeof eventCallback>;
export type SlackEvent = SlackEventCallback['event'];

/**
 * What Slack posts to the app's request URL.
 * @throws WebhookUnreadable where it is something else.
 * @see https://docs.slack.dev/apis/events-api/#events-JSON
 */
export function readEnvelope(body: Buffer): SlackEnvelope {
  const parsed = slackEnvelope.safeParse(jsonOf(body));
  if (!parsed.success) throw new WebhookUnreadable('This is no message of the Slack Events API.');
  return parsed.data;
}

export function readingOf(envelope: SlackEnvelope): WebhookReading {
  if (envelope.type === 'url_verification') {
    return { kind: 'ANSWER', body: envelope.challenge, contentType: 'text/plain' };
  }
  if (envelope.type === 'app_rate_limited') {
    return { kind: 'EVENT', id: null, type: envelope.type, accounts: [envelope.team_id] };
  }
  const { type, subtype } = envelope.event;
  return {
    kind: 'EVENT',
    id: envelope.event_id,
    isIdInBody: true,
    type: subtype === undefined ? type : `${type}.${subtype}`,
    accounts: workspacesOf(envelope),
  };
}

/**
 * Workspaces whose installation of the app may see the event. In a channel that is shared between companies
 * `team_id` can be the other one's, which need not see it; it counts where Slack names no installation.
 */
function workspacesOf({ authorizations, team_id }: SlackEventCallback): string[] {
  const named = (authorizations ?? []).flatMap((party) => party.team_id || []);
  return named.length > 0 ? [...new Set(named)] : team_id ? [team_id] : [];
}

/** When it happened, Unix microseconds: orders the events of one object. The end of its second where only that is told. */
export function momentOf({ event, event_time }: SlackEventCallback): number {
  return event.event_ts === undefined ? event_time * 1_000_000 + 999_999 : microsecondsOf(event.event_ts);
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new WebhookUnreadable('The body is not JSON.');
  }
}
