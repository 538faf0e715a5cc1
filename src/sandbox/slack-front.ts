import { z } from 'zod';
import { bearerOf, offerOnly } from './consent-page.js';
import type { SandboxState } from './sandbox-state.js';
import type { Handler } from './serve.js';
import type { Installation, SlackEvents } from './slack-events.js';
import { slackGuest } from './slack-guest.js';

const granted = z.object({ ok: z.literal(true), access_token: z.string(), scope: z.string() });

const posted = z.object({ ok: z.literal(true), channel: z.string(), message: z.looseObject({ ts: z.string() }) });

const listed = z.looseObject({ channels: z.array(z.looseObject({ is_member: z.boolean().optional() })) });

export interface SlackFrontOptions {
  state: SandboxState;
  /** Handles of the people who can be chosen. */
  userNames: readonly string[];
  events: SlackEvents;
}

/**
 * Stands before the Slack emulator for what it lacks: it knows which tokens were issued, also by an
 * emulator before this one, refuses all others, and revokes; it has the app invited to every channel, and
 * tells the hub of what is posted.
 */
export function slackFront(emulator: Handler, { state, userNames, events }: SlackFrontOptions): Handler {
  const invite = slackGuest(emulator);
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/oauth/v2/authorize') {
      return offerOnly(
        await emulator(request),
        userNames.map((name) => `<span class="user-login">${name}</span>`),
      );
    }
    if (pathname === '/api/oauth.v2.access') return exchange(emulator, state, request);
    if (!pathname.startsWith('/api/')) return emulator(request);

    const token = bearerOf(request);
    if (token === null) return refusal('not_authed');
    if (!state.read().slack.some((grant) => grant.token === token)) return refusal('invalid_auth');
    if (pathname === '/api/auth.revoke') {
      state.forgetSlack(token);
      return Response.json({ ok: true, revoked: true });
    }
    const invited = await invite(token);
    if (pathname === '/api/users.conversations') return listJoined(emulator, request);
    const answer = await emulator(request);
    if (pathname === '/api/chat.postMessage') await tellOfMessage(events, invited, answer.clone());
    return answer;
  };
}

async function exchange(emulator: Handler, state: SandboxState, request: Request): Promise<Response> {
  const answer = await emulator(request);
  const parsed = granted.safeParse(await answer.clone().json());
  if (parsed.success) state.keepSlack({ token: parsed.data.access_token, scopes: parsed.data.scope.split(',') });
  return answer;
}

/** The emulator has no users.conversations: here, what conversations.list says the app is in. */
async function listJoined(emulator: Handler, request: Request): Promise<Response> {
  const list = new URL('/api/conversations.list', request.url);
  const { method, headers } = request;
  const answer = await emulator(new Request(list, { method, headers, body: await request.arrayBuffer() }));
  const parsed = listed.safeParse(await answer.clone().json());
  if (!parsed.success) return answer;
  return Response.json({ ...parsed.data, channels: parsed.data.channels.filter((channel) => channel.is_member) });
}

async function tellOfMessage(events: SlackEvents, installation: Installation, answer: Response): Promise<void> {
  const parsed = posted.safeParse(await answer.json());
  if (!parsed.success) return;
  const { channel, message } = parsed.data;
  events.send(installation, { ...message, channel, channel_type: 'channel', event_ts: message.ts });
}

function refusal(error: string): Response {
  return Response.json({ ok: false, error });
}
