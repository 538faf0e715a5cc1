/**
 * The scopes of which a call needs one while the token has none, as text; null where that is not what is
 * wrong. GitHub names them in headers, also where it answers "not found".
 * @see https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps
 */
export function missingScopes(headers: Readonly<Record<string, unknown>>): string | null {
  const granted = namesIn(headers['x-oauth-scopes']);
  const accepted = namesIn(headers['x-accepted-oauth-scopes']);
  // Other kinds of tokens have no scopes, and their answers not the first header.
  if (granted === null || accepted === null || accepted.length === 0) return null;
  return accepted.some((scope) => granted.includes(scope)) ? null : accepted.join(' or ');
}

function namesIn(header: unknown): string[] | null {
  if (typeof header !== 'string') return null;
  return header
    .split(',')
    .map((name) => name.trim())
    .filter((name) => /^[a-z0-9:._-]{1,60}$/.test(name));
}
