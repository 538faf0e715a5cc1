import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { HubError } from '../platform/errors/hub-error.js';
import { payloadOf, UserError } from '../platform/graphql/user-error.type.js';
import type { Scope } from '../scope.js';
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
  webhookEvent!: WebhookEventType | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class ReplayWebhookEventResolver {
  @Mutation(() => ReplayWebhookEventPayload, { description: 'ADMIN and OPERATOR. Processes an event once more.' })
  replayWebhookEvent(
    @Arg('input', () => ReplayWebhookEventInput) input: ReplayWebhookEventInput,
    @Ctx('scope') scope: Scope,
  ) {
    requireRole(scope.viewer, 'ADMIN', 'OPERATOR');
    return payloadOf<{ webhookEvent: WebhookEventType | null }>(() => Promise.reject(notFound(input.webhookEventId)), {
      webhookEvent: null,
    });
  }
}

function notFound(id: string): HubError {
  return new HubError('NOT_FOUND', `There is no webhook event ${id}.`, { field: ['input', 'webhookEventId'] });
}
