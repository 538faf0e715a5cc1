import { z } from 'zod';

/** Where in a declaration a GraphQL type is made. */
export interface TypePlace {
  /** For whoever has to mend it, e.g. `createSubscription.input.items`. */
  path: string;
  /** What a type made here is called, without its ending, e.g. `StripeCreateSubscriptionItems`. */
  typeName: string;
  /** Before the title of a type that has its own, e.g. `Stripe`. */
  family: string;
}

export function fieldPlace({ path, typeName, family }: TypePlace, field: string): TypePlace {
  return { path: `${path}.${field}`, typeName: `${typeName}${field.charAt(0).toUpperCase()}${field.slice(1)}`, family };
}

/** The name of a type: the schema's own title (`.meta({ title })`) in its family, else that of the place. */
export function typeNameOf(schema: z.core.$ZodType, { family, typeName }: TypePlace): string {
  const title = z.globalRegistry.get(schema)?.title;
  return title === undefined ? typeName : `${family}${title}`;
}

/** What a declaration holds that GraphQL has no type for: a mistake in the program, found when it starts. */
export function untypable({ path }: TypePlace, why: string): Error {
  return new Error(`${path} has no GraphQL type: ${why}`);
}
