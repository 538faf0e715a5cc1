import { GraphQLJSON } from 'graphql-scalars';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { UserError } from '../../platform/graphql/user-error.type.js';
import { BodyFormat } from './call-answer.js';

export const HttpMethod = {
  GET: 'GET',
  HEAD: 'HEAD',
  POST: 'POST',
  PUT: 'PUT',
  PATCH: 'PATCH',
  DELETE: 'DELETE',
} as const;
export type HttpMethod = keyof typeof HttpMethod;

registerEnumType(HttpMethod, { name: 'HttpMethod', description: 'Method of a call.' });

registerEnumType(BodyFormat, {
  name: 'ProviderBodyFormat',
  description: "How a provider's body is told.",
  valuesConfig: {
    JSON: { description: 'As the JSON that it is.' },
    TEXT: { description: 'As a string.' },
    BASE64: { description: 'As a string that encodes bytes which are no UTF-8 text.' },
  },
});

@InputType('CallProviderInput', { description: "A call of a provider's API." })
export class CallProviderInput {
  @Field(() => ID)
  integrationId!: string;

  @Field(() => HttpMethod)
  method!: HttpMethod;

  @Field(() => String, {
    description: "Below the base of the provider's API, without scheme, host and parameters, e.g. v1/customers/cus_1.",
  })
  path!: string;

  @Field(() => GraphQLJSON, {
    nullable: true,
    description: 'Parameters by name: texts, numbers, booleans, and lists of these.',
  })
  query?: unknown;

  @Field(() => GraphQLJSON, {
    nullable: true,
    description: 'By name, of those that say what is wanted, e.g. accept. The hub adds the credentials.',
  })
  headers?: unknown;

  @Field(() => GraphQLJSON, {
    nullable: true,
    description:
      'A text is sent as it is, anything else as JSON, or as a form where the content-type is application/x-www-form-urlencoded.',
  })
  body?: unknown;

  @Field(() => String, {
    nullable: true,
    description: 'Handed on to a provider that takes one: two calls with the same key have one effect.',
  })
  idempotencyKey?: string | null;
}

@ObjectType('CallProviderPayload', { description: 'What a provider answered.' })
export class CallProviderPayload {
  @Field(() => Int, { nullable: true, description: 'HTTP status, also of a refusal (4xx); null where no answer came.' })
  status!: number | null;

  @Field(() => GraphQLJSON, { nullable: true, description: 'By name in lower case, without cookies.' })
  headers!: Record<string, string> | null;

  @Field(() => GraphQLJSON, { nullable: true, description: 'As bodyFormat says; null where there was none.' })
  body!: unknown;

  @Field(() => BodyFormat, { nullable: true })
  bodyFormat!: BodyFormat | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}
