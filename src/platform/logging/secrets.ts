export const REDACTED = '[redacted]';

const SECRET_NAMES = new Set([
  'authorization',
  'proxyauthorization',
  'cookie',
  'setcookie',
  'code',
  'codeverifier',
  'state',
  'jwt',
  'operatorkey',
  'privatekey',
  'encryptionkeys',
]);
const SECRET_ENDINGS = /(token|tokens|secret|secrets|password|passwd|apikey|credentials|verifier)$/;

/** Whether a value under this name is never shown, however the name is written: `apiKey`, `api_key`, `X-Api-Key`. */
export function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replaceAll(/[^a-z]/g, '');
  return SECRET_NAMES.has(plain) || SECRET_ENDINGS.test(plain) || plain.startsWith('sealed');
}

const SCHEMES = /\b(bearer|basic|dpop)\s+[\w.~+/=-]{6,}/gi;
const PARAMETERS = /([?&#](?:code|state)=)[^\s&#"']+/gi;
const ASSIGNMENTS =
  /([\w-]*(?:token|secret|password|api_?key|code_verifier|authorization|cookie)\\?["']?\s*(?:=|:\s*(?=\\?["']))\s*\\?["']?)[^\s&"'\\,;]+/gi;
/** How Slack, Stripe, GitHub and Google begin theirs, and any JWT or JWE. */
const SHAPES =
  /\b(?:xox[a-z]-|xapp-|sk_(?:live|test)_|rk_(?:live|test)_|whsec_|gh[opsur]_|github_pat_|ya29\.|1\/\/0|GOCSPX-|eyJ[\w-]+\.)[\w.~+/=-]+/g;

/** The text without what looks like a secret in it: an authorization header, a parameter, a provider's token. */
export function redactText(text: string): string {
  return text
    .replaceAll(SCHEMES, `$1 ${REDACTED}`)
    .replaceAll(PARAMETERS, `$1${REDACTED}`)
    .replaceAll(ASSIGNMENTS, `$1${REDACTED}`)
    .replaceAll(SHAPES, REDACTED);
}
