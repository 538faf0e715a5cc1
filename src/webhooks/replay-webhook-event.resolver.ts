import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { HubError } from '../platform/errors/hub-error.js';
import { payloadOf, UserError } from '../platform/graphql/user-error.type.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { requireRole } from '../viewer/require-role.js';
import { WebhookEventType } from './webhook-event.type.js';

@InputType('ReplayWebhookEventInput')
export class ReplayWebhookEventInput {
  @Field(() => ID)
  webhookEventId!: string;
}

@ObjectType('ReplayWebhookEventPayload')
export class ReplayWebhookEventPayload {
  @Field(() => WebhookEventType, { nullable: true })
  webhookEvent!: Row<'webhook_event'> | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class ReplayWebhookEventResolver {
  @Mutation(() => ReplayWebhookEventPayload, {
    description: 'ADMIN and OPERATOR. Processes an event once more, with as many tries as a new one.',
  })
  replayWebhookEvent(
    @Arg('input', () => ReplayWebhookEventInput) input: ReplayWebhookEventInput,
    @Ctx('scope') scope: Scope,
  ) {
    requireRole(scope.viewer, 'ADMIN', 'OPERATOR');
    return payloadOf<{ webhookEvent: Row<'webhook_event'> }>(
      async () => {
        const id = input.webhookEventId;
        if ((await scope.load.webhookEvent.load(id)) === null) throw notFound(id);
        return { webhookEvent: await scope.services.webhooks.replay(id, scope.viewer) };
      },
      { webhookEvent: null },
    );
  }
}

function notFound(id: string): HubError {
  return new HubError('NOT_FOUND', `There is no webhook event ${id.slice(0, 60)}.`, {
    field: ['input', 'webhookEventId'],
  });
}
