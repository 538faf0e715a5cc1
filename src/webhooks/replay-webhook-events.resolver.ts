import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { HubError } from '../platform/errors/hub-error.js';
import { isGiven } from '../platform/graphql/is-given.js';
import { payloadOf, UserError } from '../platform/graphql/user-error.type.js';
import type { Scope } from '../scope.js';
import { requireRole } from '../viewer/require-role.js';
import { selectEvents } from './webhook-event-list.js';
import { WebhookEventFilter } from './webhook-event.type.js';

@InputType()
export class ReplayWebhookEventsInput {
  @Field(() => WebhookEventFilter, { description: 'Which events; at least one condition.' })
  filter!: WebhookEventFilter;
}

@ObjectType()
export class ReplayWebhookEventsPayload {
  @Field(() => Int, { nullable: true, description: 'Events that are processed once more.' })
  replayed!: number | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class ReplayWebhookEventsResolver {
  @Mutation(() => ReplayWebhookEventsPayload, {
    description:
      'ADMIN and OPERATOR. Processes many events once more: those that the filter names and the caller may see. ' +
      'One that is being processed right now is left out.',
  })
  replayWebhookEvents(
    @Arg('input', () => ReplayWebhookEventsInput) { filter }: ReplayWebhookEventsInput,
    @Ctx('scope') scope: Scope,
  ) {
    requireRole(scope.viewer, 'ADMIN', 'OPERATOR');
    return payloadOf<{ replayed: number }>(
      async () => {
        if (!Object.values(filter).some(isGiven)) throw nothingGiven();
        const wanted = selectEvents(scope.read, filter).select('webhook_event.id');
        return { replayed: await scope.services.webhooks.replayAll(wanted, scope.viewer) };
      },
      { replayed: null },
    );
  }
}

function nothingGiven(): HubError {
  return new HubError('BAD_INPUT', 'Say which events: by provider, state or time. All at once is never meant.', {
    field: ['input', 'filter'],
  });
}
