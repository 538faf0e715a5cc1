import { z } from 'zod';

/** A schema without what only says whether a value has to be there. */
export interface Unwrapped {
  schema: z.core.$ZodType;
  isOptional: boolean;
  isNullable: boolean;
  /** What stands in for a value that is left out; undefined where nothing does. */
  defaultValue?: unknown;
  /** The outermost description, by `.describe()` or `.meta()`. */
  description?: string;
}

export function unwrap(schema: z.core.$ZodType): Unwrapped {
  const description = z.globalRegistry.get(schema)?.description;
  if (schema instanceof z.ZodOptional) return { ...within(schema.unwrap(), description), isOptional: true };
  if (schema instanceof z.ZodNullable) return { ...within(schema.unwrap(), description), isNullable: true };
  if (schema instanceof z.ZodDefault) {
    return { ...within(schema.unwrap(), description), defaultValue: schema.def.defaultValue };
  }
  return { schema, isOptional: false, isNullable: false, description };
}

function within(inner: z.core.$ZodType, description: string | undefined): Unwrapped {
  const unwrapped = unwrap(inner);
  return { ...unwrapped, description: description ?? unwrapped.description };
}
