import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { noteOf } from '../audit/audit-note.js';
import { HubError } from '../platform/errors/hub-error.js';
import { payloadOf, UserError } from '../platform/graphql/user-error.type.js';
import { periodMsOf } from '../platform/jobs/schedule.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { SyncType } from './sync.type.js';

@InputType()
export class UpdateSyncInput {
  @Field(() => ID)
  syncId!: string;

  @Field(() => Boolean, { nullable: true, description: 'False stops the schedule; runs by hand still work.' })
  enabled?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: "Cron expression or human interval, as Agenda reads it; null for the provider's default.",
  })
  fullSchedule?: string | null;

  @Field(() => String, { nullable: true, description: 'As fullSchedule.' })
  incrementalSchedule?: string | null;
}

@ObjectType()
export class UpdateSyncPayload {
  @Field(() => SyncType, { nullable: true })
  sync!: Row<'sync'> | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class UpdateSyncResolver {
  @Mutation(() => UpdateSyncPayload, { description: 'Changes when a sync runs, or stops it.' })
  updateSync(@Arg('input', () => UpdateSyncInput) input: UpdateSyncInput, @Ctx('scope') scope: Scope) {
    return payloadOf(
      async () => {
        checkSchedule(input, 'fullSchedule');
        checkSchedule(input, 'incrementalSchedule');
        const sync = await scope.read
          .from('sync')
          .selectAll('sync')
          .where('sync.id', '=', input.syncId)
          .executeTakeFirst();
        if (sync === undefined) {
          throw new HubError('NOT_FOUND', 'There is no such sync.', { field: ['input', 'syncId'] });
        }
        const integration = await scope.load.integration.load(sync.integrationId);
        if (integration === null) {
          throw new HubError('NOT_FOUND', 'There is no such sync.', { field: ['input', 'syncId'] });
        }
        const { enabled, fullSchedule, incrementalSchedule } = input;
        const change = { enabled, fullSchedule, incrementalSchedule };
        const note = noteOf(scope.viewer, {
          action: 'SYNC_UPDATED',
          integrationId: integration.id,
          subject: sync.id,
        });
        return { sync: await scope.services.syncs.update(sync, integration, change, note) };
      },
      { sync: null },
    );
  }
}

function checkSchedule(input: UpdateSyncInput, name: 'fullSchedule' | 'incrementalSchedule'): void {
  const schedule = input[name];
  if (schedule == null) return;
  try {
    periodMsOf(schedule);
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    throw new HubError(error.code, error.message, { field: ['input', name], cause: error });
  }
}
