import { z } from 'zod';
import { bearerOf, offerOnly } from './consent-page.js';
import type { SandboxState } from './sandbox-state.js';
import type { Handler } from './serve.js';

const granted = z.object({ ok: z.literal(true), access_token: z.string(), scope: z.string() });

/**
 * Stands before the Slack emulator for what it lacks: it knows which tokens were issued, also by an
 * emulator before this one, refuses all others, and revokes.
 */
export function slackFront(emulator: Handler, state: SandboxState, userNames: readonly string[]): Handler {
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
    if (pathname !== '/api/auth.revoke') return emulator(request);
    state.forgetSlack(token);
    return Response.json({ ok: true, revoked: true });
  };
}

async function exchange(emulator: Handler, state: SandboxState, request: Request): Promise<Response> {
  const answer = await emulator(request);
  const parsed = granted.safeParse(await answer.clone().json());
  if (parsed.success) state.keepSlack({ token: parsed.data.access_token, scopes: parsed.data.scope.split(',') });
  return answer;
}

function refusal(error: string): Response {
  return Response.json({ ok: false, error });
}
