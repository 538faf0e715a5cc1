import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../platform/graphql/date-time.scalar.js';
import { Node } from '../platform/graphql/node.type.js';
import { connectionType } from '../platform/graphql/pagination/connection.type.js';

/** Values are rows of `api_call`. */
@ObjectType('ApiCall', {
  implements: Node,
  description: 'One HTTP exchange with a provider.',
  simpleResolvers: true,
})
export class ApiCallType {
  @Field(() => String)
  method!: string;

  @Field(() => String, { description: 'Path without query and without secrets.' })
  endpoint!: string;

  @Field(() => Int, { description: '0 where no answer came.' })
  statusCode!: number;

  @Field(() => Int)
  durationMs!: number;

  @Field(() => Int, { description: '1 for the first try.' })
  attempt!: number;

  @Field(() => String, { nullable: true, description: 'Why it failed; null where it succeeded.' })
  error!: string | null;

  @Field(() => DateTime)
  at!: number;
}

export const ApiCallConnection = connectionType('ApiCall', () => ApiCallType);

@InputType('ApiCallFilter', { description: 'Calls that have all of what is given.' })
export class ApiCallFilter {
  @Field(() => Boolean, { nullable: true, defaultValue: false })
  failedOnly?: boolean | null;

  @Field(() => DateTime, { nullable: true, description: 'Only calls made after this.' })
  after?: Date | null;
}
