import { z } from 'zod';

const refusal = z.object({ ok: z.literal(false), error: z.string() });

const grant = z.looseObject({
  access_token: z.string().optional(),
  /** The person's own grant, where user scopes were asked for. */
  authed_user: z
    .object({
      access_token: z.string().optional(),
      scope: z.string().optional(),
      refresh_token: z.string().optional(),
      expires_in: z.number().optional(),
    })
    .optional(),
});

const TOKEN_FIELDS = ['access_token', 'scope', 'refresh_token', 'expires_in'] as const;

/** RFC 6749's error by Slack's word. */
const RFC_ERRORS: Readonly<Record<string, string>> = {
  invalid_code: 'invalid_grant',
  code_already_used: 'invalid_grant',
  bad_redirect_uri: 'invalid_grant',
  invalid_refresh_token: 'invalid_grant',
  token_expired: 'invalid_grant',
  token_revoked: 'invalid_grant',
  invalid_auth: 'invalid_grant',
  account_inactive: 'invalid_grant',
  invalid_client_id: 'invalid_client',
  bad_client_secret: 'invalid_client',
  invalid_scope: 'invalid_scope',
  unsupported_grant_type: 'unsupported_grant_type',
  invalid_grant_type: 'unsupported_grant_type',
};

const OUTAGES = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout']);

interface TokenAnswer {
  status: number;
  body: unknown;
}

/**
 * Slack's token answer in the words of RFC 6749: a refusal has its status, and the token is the app's
 * (`xoxb-`) or, where only user scopes were asked for, the person's.
 * @see https://docs.slack.dev/reference/methods/oauth.v2.access
 */
export function normalizeSlackTokens({ status, body }: TokenAnswer): TokenAnswer {
  const refused = refusal.safeParse(body);
  if (refused.success) return refusalOf(refused.data.error, status);
  const granted = grant.safeParse(body);
  if (!granted.success || status !== 200) return { status, body };
  const source = granted.data.access_token === undefined ? granted.data.authed_user : granted.data;
  const fields = TOKEN_FIELDS.map((name) => [name, source?.[name]] as const);
  // Slack's token_type names the kind of token (bot, user); all are sent as Bearer.
  return {
    status,
    body: { ...Object.fromEntries(fields.filter(([, value]) => value !== undefined)), token_type: 'bearer' },
  };
}

function refusalOf(word: string, status: number): TokenAnswer {
  if (OUTAGES.has(word)) return { status: 503, body: { error: 'temporarily_unavailable' } };
  if (word === 'ratelimited') return { status: 429, body: { error: 'temporarily_unavailable' } };
  const error = RFC_ERRORS[word] ?? 'invalid_request';
  const description = /^[a-z0-9_]{1,80}$/.test(word) ? word : 'not a word of Slack';
  return { status: status >= 400 ? status : 400, body: { error, error_description: description } };
}
