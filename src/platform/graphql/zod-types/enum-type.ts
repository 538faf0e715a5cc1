import { GraphQLEnumType } from 'graphql';
import { z } from 'zod';
import { typeNameOf, untypable, type TypePlace } from './type-place.js';

/** The enum of a schema, its members in GraphQL's manner: `default_incomplete` and `defaultIncomplete` are DEFAULT_INCOMPLETE. */
export function enumType(schema: z.ZodEnum, place: TypePlace): GraphQLEnumType {
  const members = schema.options.map((value) => [memberOf(String(value)), { value }] as const);
  const odd = members.find(([name]) => !/^[A-Z_][A-Z0-9_]*$/.test(name));
  if (odd !== undefined) throw untypable(place, `"${odd[1].value}" cannot be the name of a member.`);
  if (new Map(members).size < members.length) throw untypable(place, 'two of its members would have one name.');
  return new GraphQLEnumType({
    name: typeNameOf(schema, place),
    description: z.globalRegistry.get(schema)?.description ?? `Values of ${place.path}.`,
    values: Object.fromEntries(members),
  });
}

function memberOf(value: string): string {
  return value
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]/g, '_')
    .toUpperCase();
}
