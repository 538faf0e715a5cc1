import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { noteOf } from '../audit/audit-note.js';
import { HubError } from '../platform/errors/hub-error.js';
import { payloadOf, UserError } from '../platform/graphql/user-error.type.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { SyncLogType } from './sync-log.type.js';

@InputType()
export class CancelSyncInput {
  @Field(() => ID)
  syncLogId!: string;
}

@ObjectType()
export class CancelSyncPayload {
  @Field(() => SyncLogType, { nullable: true })
  syncLog!: Row<'sync_log'> | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class CancelSyncResolver {
  @Mutation(() => CancelSyncPayload, {
    description: 'Cancels a run: at once where it waits, before its next page where it works. What it stored stays.',
  })
  cancelSync(@Arg('input', () => CancelSyncInput) input: CancelSyncInput, @Ctx('scope') scope: Scope) {
    return payloadOf(
      async () => {
        const visible = await scope.read
          .from('sync_log')
          .select('sync_log.integrationId')
          .where('sync_log.id', '=', input.syncLogId)
          .executeTakeFirst();
        if (visible === undefined) {
          throw new HubError('NOT_FOUND', 'There is no such sync log.', { field: ['input', 'syncLogId'] });
        }
        const { integrationId } = visible;
        const note = noteOf(scope.viewer, { action: 'SYNC_CANCELLED', integrationId, subject: input.syncLogId });
        return { syncLog: await scope.services.syncs.cancel(input.syncLogId, note) };
      },
      { syncLog: null },
    );
  }
}
