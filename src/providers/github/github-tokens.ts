import { z } from 'zod';

const refusal = z.object({ error: z.string() });

/** RFC 6749's error by GitHub's word; GitHub's other words are the RFC's, or tell an operator what to mend. */
const RFC_ERRORS = new Map([
  ['bad_verification_code', 'invalid_grant'],
  ['bad_refresh_token', 'invalid_grant'],
  ['incorrect_client_credentials', 'invalid_client'],
]);

interface TokenAnswer {
  status: number;
  body: unknown;
}

/**
 * GitHub's token answer in the words of RFC 6749: it refuses with HTTP 200 and words of its own.
 * @see https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors
 */
export function normalizeGitHubTokens({ status, body }: TokenAnswer): TokenAnswer {
  const refused = refusal.safeParse(body);
  if (!refused.success) return { status, body };
  const { error } = refused.data;
  return { status: status >= 400 ? status : 400, body: { error: RFC_ERRORS.get(error) ?? error } };
}
