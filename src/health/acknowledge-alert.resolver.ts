import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { HubError } from '../platform/errors/hub-error.js';
import { payloadOf, UserError } from '../platform/graphql/user-error.type.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
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
  alert!: Row<'alert'> | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class AcknowledgeAlertResolver {
  @Mutation(() => AcknowledgeAlertPayload, {
    description:
      'ADMIN and OPERATOR. Says that somebody has seen an alert. The first time counts; again, it changes nothing.',
  })
  acknowledgeAlert(
    @Arg('input', () => AcknowledgeAlertInput) { alertId }: AcknowledgeAlertInput,
    @Ctx('scope') { viewer, load, services }: Scope,
  ) {
    requireRole(viewer, 'ADMIN', 'OPERATOR');
    return payloadOf<{ alert: Row<'alert'> }>(
      async () => {
        const isVisible = (await load.alert.load(alertId)) !== null;
        const alert = isVisible ? await services.alerts.acknowledge(alertId, viewer) : null;
        if (alert !== null) return { alert };
        throw new HubError('NOT_FOUND', `There is no alert ${alertId}.`, { field: ['input', 'alertId'] });
      },
      { alert: null },
    );
  }
}
