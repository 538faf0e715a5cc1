import { z } from 'zod';
import { bearerOf, offerOnly } from './consent-page.js';
import type { SandboxState } from './sandbox-state.js';
import type { Handler } from './serve.js';

const granted = z.object({ access_token: z.string(), scope: z.string() });

const account = z.object({ login: z.string() });

const revocation = z.object({ access_token: z.string() });

/** What a browser shows; the rest is the API. */
const PAGES = /^\/(login|_emulate|avatars)\//;

export interface GitHubFrontOptions {
  state: SandboxState;
  client: { clientId: string; clientSecret: string };
  /** Of the people who can be chosen. */
  logins: readonly string[];
}

/**
 * Stands before the GitHub emulator for what it lacks: it knows which tokens were issued, also by an
 * emulator before this one, refuses all others, and takes grants back.
 */
export function githubFront(emulator: Handler, { state, client, logins }: GitHubFrontOptions): Handler {
  const pair = Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64');
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/login/oauth/authorize') {
      return offerOnly(
        await emulator(request),
        logins.map((login) => `<span class="user-login">${login}</span>`),
      );
    }
    if (pathname === '/login/oauth/access_token') return exchange(emulator, state, request);
    if (PAGES.test(pathname)) return emulator(request);
    if (request.method === 'DELETE' && pathname === `/applications/${client.clientId}/grant`) {
      const isClient = request.headers.get('authorization') === `Basic ${pair}`;
      return isClient ? revoke(state, request) : refusal(401, 'Bad credentials');
    }
    const token = bearerOf(request);
    const isIssued = state.read().github.some((grant) => grant.token === token);
    return isIssued ? emulator(request) : refusal(401, 'Bad credentials');
  };
}

async function exchange(emulator: Handler, state: SandboxState, request: Request): Promise<Response> {
  const answer = await emulator(request);
  const parsed = granted.safeParse(await answer.clone().json());
  if (!parsed.success) return answer;
  const { access_token: token, scope } = parsed.data;
  const user = await emulator(
    new Request(new URL('/user', request.url), { headers: { authorization: `Bearer ${token}` } }),
  );
  const { login } = account.parse(await user.json());
  state.keepGitHub({ login, token, scopes: scope.split(/[ ,]+/) });
  return answer;
}

/**
 * Ends every token that the account gave the app.
 * @see https://docs.github.com/en/rest/apps/oauth-applications#delete-an-app-authorization
 */
async function revoke(state: SandboxState, request: Request): Promise<Response> {
  const { access_token: token } = revocation.parse(await request.json());
  const found = state.read().github.find((grant) => grant.token === token);
  if (found === undefined) return refusal(404, 'Not Found');
  state.forgetGitHub(found.login);
  return new Response(null, { status: 204 });
}

function refusal(status: number, message: string): Response {
  return Response.json({ message }, { status });
}
