import type { z } from 'zod';
import { HubError } from './hub-error.js';

/** One message names; a long list of items that are all wrong says no more. */
const MAX_FAULTS = 5;

/**
 * What a schema makes of an input.
 * @param place of the input in what the caller sent, e.g. ['input'].
 * @throws HubError BAD_INPUT that names what is wrong, with the first fault's field.
 */
export function checkInput<Output>(schema: z.ZodType<Output>, input: unknown, place: readonly string[]): Output {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const [first] = issues as [z.core.$ZodIssue];
  throw new HubError('BAD_INPUT', issues.slice(0, MAX_FAULTS).map(wordsOf).join(' '), {
    field: [...place, ...first.path.map(String)],
  });
}

function wordsOf({ path, message }: z.core.$ZodIssue): string {
  return `${path.map(String).join('.') || 'The input'}: ${message.replace(/\.$/, '')}.`;
}
