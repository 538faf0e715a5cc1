import { Field, ID, InputType } from 'type-graphql';
import { DateTime } from '../platform/graphql/date-time.scalar.js';
import { connectionType } from '../platform/graphql/pagination/connection.type.js';
import { SyncLogType } from './sync-log.type.js';
import { SyncKind, SyncState } from './sync-state.js';

export const SyncLogConnection = connectionType('SyncLog', () => SyncLogType);

@InputType('SyncLogFilter', { description: 'Runs that have all of what is given.' })
export class SyncLogFilter {
  @Field(() => ID, { nullable: true })
  integrationId?: string | null;

  @Field(() => String, { nullable: true })
  model?: string | null;

  @Field(() => SyncKind, { nullable: true })
  kind?: SyncKind | null;

  @Field(() => SyncState, { nullable: true })
  state?: SyncState | null;

  @Field(() => DateTime, { nullable: true })
  startedAfter?: Date | null;

  @Field(() => DateTime, { nullable: true })
  startedBefore?: Date | null;
}
