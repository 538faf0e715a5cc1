import { HubError } from '../platform/errors/hub-error.js';

const MAX_SCOPES = 100;
const MAX_LENGTH = 300;

/**
 * Scopes as a caller names them, each once.
 * @throws HubError BAD_INPUT where one is empty or holds what cannot be part of a scope.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.3
 */
export function checkScopes(scopes: readonly string[], field: readonly string[]): string[] {
  if (scopes.length > MAX_SCOPES)
    throw new HubError('BAD_INPUT', `At most ${MAX_SCOPES} scopes can be asked for.`, { field });
  if (!scopes.every(isScope)) {
    throw new HubError(
      'BAD_INPUT',
      'A scope is a name without spaces, commas or quotes; write one an entry of the list.',
      {
        field,
      },
    );
  }
  return [...new Set(scopes)];
}

function isScope(scope: string): boolean {
  return scope.length <= MAX_LENGTH && /^[\x21\x23-\x2b\x2d-\x5b\x5d-\x7e]+$/.test(scope);
}

/** The scopes in a provider's answer: separated by spaces or, against the RFC, commas. */
export function splitScopes(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((scope) => scope !== ''))];
}
