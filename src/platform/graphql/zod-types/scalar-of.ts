import { GraphQLBoolean, GraphQLFloat, GraphQLInt, GraphQLString, type GraphQLScalarType } from 'graphql';
import { GraphQLJSON, GraphQLLocalDate, GraphQLURL } from 'graphql-scalars';
import { z } from 'zod';
import { DateTime } from '../date-time.scalar.js';
import { untypable, type TypePlace } from './type-place.js';

const LARGEST_INT = 2_147_483_647;

/**
 * The scalar of a schema; null where it is none. Records and loose objects, whose keys nobody knows, and what may
 * be anything are JSON.
 * @throws Error at a whole number that may be larger than GraphQL's.
 */
export function scalarOf(schema: z.core.$ZodType, place: TypePlace): GraphQLScalarType | null {
  if (schema instanceof z.ZodISODateTime) return DateTime;
  if (schema instanceof z.ZodISODate) return GraphQLLocalDate;
  if (schema instanceof z.ZodURL) return GraphQLURL;
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) return GraphQLString;
  if (schema instanceof z.ZodNumber) return numberOf(schema, place);
  if (schema instanceof z.ZodBoolean) return GraphQLBoolean;
  if (schema instanceof z.ZodRecord || schema instanceof z.ZodUnknown || isLoose(schema)) return GraphQLJSON;
  return null;
}

/** Whether a schema is an object that may have keys which it does not name. */
export function isLoose(schema: z.core.$ZodType): boolean {
  if (!(schema instanceof z.ZodObject)) return false;
  const { catchall } = schema.def;
  return catchall !== undefined && !(catchall instanceof z.ZodNever);
}

function numberOf({ isInt, minValue, maxValue }: z.ZodNumber, place: TypePlace): GraphQLScalarType {
  if (!isInt) return GraphQLFloat;
  if ((minValue ?? -Infinity) >= -LARGEST_INT - 1 && (maxValue ?? Infinity) <= LARGEST_INT) return GraphQLInt;
  throw untypable(place, 'GraphQL counts to 2,147,483,647 only. Say z.int32(), give bounds, or take z.number().');
}
