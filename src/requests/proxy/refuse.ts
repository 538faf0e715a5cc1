import { HubError } from '../../platform/errors/hub-error.js';

/** @param field Place of the fault in the input. */
export function refuse(field: readonly string[], message: string): HubError {
  return new HubError('BAD_INPUT', message, { field: ['input', ...field] });
}
