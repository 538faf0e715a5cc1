import { z } from 'zod';
import { isLoose } from './scalar-of.js';
import { unwrap } from './unwrap.js';

/**
 * What GraphQL read of a typed input as the JSON that its schema takes: clients send null for what they leave out,
 * and GraphQL makes dates and addresses of texts.
 */
export function plainInput(given: z.core.$ZodType, value: unknown): unknown {
  const { schema, isNullable, isOptional } = unwrap(given);
  if (value === undefined) return isNullable && !isOptional ? null : undefined;
  if (value === null) return isNullable || schema instanceof z.ZodUnknown ? null : undefined;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof URL) return value.href;
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    return value.map((item) => plainInput(schema.element, item));
  }
  return schema instanceof z.ZodObject && !isLoose(schema) ? plainFields(schema, value) : value;
}

function plainFields({ shape }: z.ZodObject, value: object): Record<string, unknown> {
  const fields = Object.entries(shape).map(
    ([name, field]) => [name, plainInput(field, (value as Record<string, unknown>)[name])] as const,
  );
  return Object.fromEntries(fields.filter(([, field]) => field !== undefined));
}
