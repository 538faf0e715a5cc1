import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../platform/graphql/date-time.scalar.js';
import { Node } from '../platform/graphql/node.type.js';
import { connectionType } from '../platform/graphql/pagination/connection.type.js';
import { AlertState } from './alert-state.js';

registerEnumType(AlertState, {
  name: 'AlertState',
  description: 'Whether what an alert tells of lasts.',
  valuesConfig: { FIRING: { description: 'It lasts.' }, RESOLVED: { description: 'It is over.' } },
});

/** Values are rows of `alert`. */
@ObjectType('Alert', {
  implements: Node,
  description: 'What somebody who runs the hub should know.',
  simpleResolvers: true,
})
export class AlertType {
  @Field(() => String, {
    description:
      'E.g. ERROR_BURST, HEALTH_DOWN, REAUTHORIZATION_REQUIRED, WEBHOOK_DEAD, SYNC_STALLED. Also DELIVERY_DEAD: an endpoint could not be told.',
  })
  rule!: string;

  @Field(() => AlertState)
  state!: AlertState;

  @Field(() => String)
  title!: string;

  @Field(() => String)
  message!: string;

  @Field(() => DateTime)
  firedAt!: number;

  @Field(() => DateTime, { nullable: true })
  resolvedAt!: number | null;

  @Field(() => DateTime, { nullable: true })
  acknowledgedAt!: number | null;
}

export const AlertConnection = connectionType('Alert', () => AlertType);
