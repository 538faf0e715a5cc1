import { HubError } from '../platform/errors/hub-error.js';

const MAX_LENGTH = 255;

/**
 * The caller's key; null where there is none.
 * @throws HubError BAD_INPUT where it is empty or too long.
 */
export function checkIdempotencyKey(key: string | null | undefined): string | null {
  if (key === null || key === undefined) return null;
  if (key.length >= 1 && key.length <= MAX_LENGTH) return key;
  throw new HubError('BAD_INPUT', `idempotencyKey must have from 1 to ${MAX_LENGTH} characters.`, {
    field: ['input', 'idempotencyKey'],
  });
}
