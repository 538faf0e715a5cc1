import { GraphQLURL } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';
import { findHubError, type ErrorCode, type HubError } from '../errors/hub-error.js';
import { DateTime } from './date-time.scalar.js';

@ObjectType('UserError', {
  description: 'What the caller can mend. Faults that the caller cannot mend are GraphQL errors with extensions.code.',
})
export class UserError {
  @Field(() => String)
  code!: string;

  @Field(() => String)
  message!: string;

  @Field(() => [String], { nullable: true, description: 'Path into the input, e.g. ["input", "apiKey"].' })
  field!: readonly string[] | null;

  @Field(() => Boolean)
  retryable!: boolean;

  @Field(() => DateTime, { nullable: true })
  retryAt!: number | null;

  @Field(() => GraphQLURL, { nullable: true })
  reconnectUrl!: string | null;
}

const MENDABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'BAD_INPUT',
  'NOT_FOUND',
  'CONFLICT',
  'REAUTHORIZATION_REQUIRED',
  'PROVIDER_RATE_LIMITED',
  'PROVIDER_UNAVAILABLE',
  'PROVIDER_REJECTED',
  'PROVIDER_CONTRACT_BROKEN',
]);

type OrNull<Result> = { [Key in keyof Result]: Result[Key] | null };

/**
 * A mutation's payload: what the change gave, or the errors that the caller can mend as data.
 * @throws whatever the caller cannot mend, for the `errors` of the GraphQL answer.
 */
export async function payloadOf<Result extends object>(
  change: () => Promise<Result>,
  /** What the payload holds besides `userErrors` where the change failed. */
  failed: OrNull<Result>,
  reconnectUrl: string | null = null,
): Promise<OrNull<Result> & { userErrors: UserError[] }> {
  try {
    return { ...(await change()), userErrors: [] };
  } catch (error) {
    const known = findHubError(error);
    if (known === null || !MENDABLE.has(known.code)) throw error;
    return { ...failed, userErrors: [userErrorOf(known, reconnectUrl)] };
  }
}

function userErrorOf(error: HubError, reconnectUrl: string | null): UserError {
  return {
    code: error.code,
    message: error.message,
    field: error.field ?? null,
    retryable: error.retryable,
    retryAt: error.retryAt ?? null,
    reconnectUrl: error.code === 'REAUTHORIZATION_REQUIRED' ? reconnectUrl : null,
  };
}
