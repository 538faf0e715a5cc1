import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { HubError } from '../platform/errors/hub-error.js';
import { payloadOf, UserError } from '../platform/graphql/user-error.type.js';
import type { Scope } from '../scope.js';
import { requireRole } from '../viewer/require-role.js';
import { AlertType } from './alert.type.js';

@InputType('AcknowledgeAlertInput')
export class AcknowledgeAlertInput {
  @Field(() => ID)
  alertId!: string;
}

@ObjectType('AcknowledgeAlertPayload')
export class AcknowledgeAlertPayload {
  @Field(() => AlertType, { nullable: true })
  alert!: AlertType | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class AcknowledgeAlertResolver {
  @Mutation(() => AcknowledgeAlertPayload, { description: 'ADMIN and OPERATOR. Says that somebody has seen an alert.' })
  acknowledgeAlert(
    @Arg('input', () => AcknowledgeAlertInput) input: AcknowledgeAlertInput,
    @Ctx('scope') scope: Scope,
  ) {
    requireRole(scope.viewer, 'ADMIN', 'OPERATOR');
    return payloadOf<{ alert: AlertType | null }>(() => Promise.reject(notFound(input.alertId)), { alert: null });
  }
}

function notFound(id: string): HubError {
  return new HubError('NOT_FOUND', `There is no alert ${id}.`, { field: ['input', 'alertId'] });
}
