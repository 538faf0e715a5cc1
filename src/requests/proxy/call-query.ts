import { z } from 'zod';
import { refuse } from './refuse.js';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const parameter = z.union([scalar, z.array(scalar)]).nullable();
const parameters = z.record(z.string(), z.unknown());

/**
 * Parameters as an address or a form has them; a list is its items under one name, null is left out.
 * @param field Where they stand in the input.
 * @throws HubError BAD_INPUT, naming the parameter.
 */
export function queryOf(given: unknown, field: string): URLSearchParams {
  const query = new URLSearchParams();
  if (given === null || given === undefined) return query;
  const named = parameters.safeParse(given);
  if (!named.success) throw refuse([field], `The ${field} is an object, e.g. { "limit": 10 }.`);
  for (const [name, value] of Object.entries(named.data)) {
    const parsed = parameter.safeParse(value);
    if (!parsed.success) {
      throw refuse([field, name], `The ${field} takes texts, numbers, true and false, and lists of these.`);
    }
    for (const one of [parsed.data].flat()) if (one !== null) query.append(name, String(one));
  }
  return query;
}
